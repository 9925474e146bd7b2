"""Fixes: the edit of a document that a rule proposes becomes a minimal change of the text of the files.

Every change is tried in memory first. It is kept only if the connector is then exactly what the rule proposed, without
new findings.
"""
