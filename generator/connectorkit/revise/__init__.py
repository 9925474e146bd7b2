"""Revise: the next version of an operation by the platform's own recipe, as edits of the YAML.

``next_version`` copies an operation to the next revision of its family, ``retirement`` deprecates the older one, and
``proof`` decides on both: nothing is written that adds an error or breaks what uses the connector.
"""
