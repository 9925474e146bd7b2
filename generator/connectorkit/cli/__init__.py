"""The command line: it parses a call, runs a stage, and prints what came of it."""
