"""Rules about operations and their texts."""
