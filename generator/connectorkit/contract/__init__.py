"""The library of generated contract tests: requests, comparisons with the source, and the summary."""
