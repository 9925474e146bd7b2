"""Rules about versions and families of operations."""
