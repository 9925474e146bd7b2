"""JSON Schemas with which an editor completes and checks the files of a source."""
