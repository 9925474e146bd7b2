"""Tests of how a client gets access tokens."""
