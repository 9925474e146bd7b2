"""The arguments OLD and NEW, read into documents and places."""
