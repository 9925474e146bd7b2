"""The types of each operation, one module for each."""
