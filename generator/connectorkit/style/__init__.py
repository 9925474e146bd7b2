"""The one style of a source's YAML, written by `format`, `import`, `init` and `check --fix`."""
