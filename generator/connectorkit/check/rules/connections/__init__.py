"""Rules about connection parameters, sign-in and policies."""
