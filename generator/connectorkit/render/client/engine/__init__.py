"""The engine of a generated client: building calls, sending them, retrying, judging and decoding.

The same files serve every connector; nothing here depends on one.
"""
