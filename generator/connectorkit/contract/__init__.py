"""What generated contract tests call: requests, comparisons with the source, and the summary."""
