"""Minimal edits of YAML and JSON files: comments, layout and order are kept."""
