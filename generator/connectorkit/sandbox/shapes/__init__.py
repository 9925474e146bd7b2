"""The shapes of the sandbox document: sample values, validation and response paths."""
