"""Policies of a connector: what they change in a request."""
