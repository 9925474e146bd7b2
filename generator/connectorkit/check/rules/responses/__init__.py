"""Rules about responses and schemas."""
