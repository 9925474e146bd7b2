"""The connector as frozen dataclasses, with the names and paths that all stages share."""
