"""Findings of openapi-spec-validator and Microsoft's schemas about rendered documents."""
