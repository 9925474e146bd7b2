"""Rendered documents to the findings of openapi-spec-validator and Microsoft's schemas."""
