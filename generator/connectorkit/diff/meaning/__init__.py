"""Meaning: a definition with references and allOf merged, so that its writing no longer matters."""
