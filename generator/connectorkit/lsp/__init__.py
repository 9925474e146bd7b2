"""The language server: a source in an editor, while it is typed."""
