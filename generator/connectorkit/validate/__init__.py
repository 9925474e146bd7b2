"""The JSON Schemas of the source format, and what they refuse as findings."""
