"""The current state of a source while it is edited, and the preview that shows it."""
