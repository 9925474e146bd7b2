"""Files to trees with positions: YAML, JSON, and the folder of a connector."""
