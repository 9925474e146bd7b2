"""The JSON Schemas of the source format, and findings for values that break them."""
