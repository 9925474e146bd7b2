"""The language server for sources in editors."""
