"""Revise: the next version of an operation by the platform's own recipe, as edits of the YAML.

``next_version`` copies an operation to the next revision of its family, ``retirement`` deprecates the older one, and
``proof`` checks both: an edit that adds an error or breaks users of the connector is not written.
"""
