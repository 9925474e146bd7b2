"""Packages: solutions, certification zips and the folder of the public repository, from a source and back."""
