"""What a service answered, kept without secrets: recordings, their replay, and what has changed since."""
