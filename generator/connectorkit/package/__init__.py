"""Packages: solutions, certification zips and the repository folder, built from a source and verified."""
