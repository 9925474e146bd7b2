"""The model to files in memory, one package for each output."""
