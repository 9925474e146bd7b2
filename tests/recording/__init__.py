"""Tests of recordings, their replay, and drift."""
