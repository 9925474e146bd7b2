"""Meaning: a definition with references and allOf laid together, so that its writing no longer matters."""
