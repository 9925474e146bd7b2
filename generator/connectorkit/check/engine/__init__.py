"""The engine of rules: records, the index of a connector, and the functions that run rules."""
