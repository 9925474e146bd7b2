"""Named types for repeated schemas."""
