"""Fixing: what a rule would change of a document becomes the smallest change of the text that a person wrote.

Every change is tried in memory first: it is kept only when the connector then says exactly what the rule
asked for, and nothing that was not said before is found.
"""
