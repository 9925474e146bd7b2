"""Files in memory to a folder, in one step; and what is cached between runs."""
