"""The generated pytest suite."""
