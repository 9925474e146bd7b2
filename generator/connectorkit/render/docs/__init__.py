"""The reference page of a connector, in Markdown and HTML."""
