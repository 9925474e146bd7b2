"""Rules about triggers and webhooks."""
