"""Style: the one way in which the YAML of a source is written: by `format`, `import`, `init` and `check --fix`."""
