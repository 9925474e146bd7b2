"""What the policies of a connector do to a request."""
