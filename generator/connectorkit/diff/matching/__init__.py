"""Matching of operations, inputs and properties of the old connector with those of the new one."""
