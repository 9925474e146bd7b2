"""Recordings of a service without secrets, their replay, and drift of the service."""
