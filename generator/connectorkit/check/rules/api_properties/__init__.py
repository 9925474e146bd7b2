"""Rules about apiProperties.json: its branding, connection parameters, sign-in, policies and script operations."""
