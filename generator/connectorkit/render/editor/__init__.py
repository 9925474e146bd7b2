"""What an editor needs to complete and check the files of a source."""
