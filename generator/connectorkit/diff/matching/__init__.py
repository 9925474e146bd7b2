"""Matching: which operation, input or property of the old connector is which of the new one."""
