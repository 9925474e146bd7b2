"""Ratios against peers, measured in one run. Not part of the wheel, and never asserted by a test."""
