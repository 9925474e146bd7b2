"""The command line: parses arguments, runs a stage, and prints the result."""
