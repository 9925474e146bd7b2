"""Patterns of API descriptions: their language is JavaScript's, and a search always ends."""

from __future__ import annotations

import re
import warnings

import pytest

from connectorkit.model import vendor_patterns


@pytest.mark.parametrize(
    ("pattern", "value", "expected"),
    [
        (r"^[A-Z]{3}$", "AUD", True),
        (r"^[A-Z]{3}$", "aud", False),
        (r"^\p{L}+$", "äb", True),  # of JavaScript, not of Python
        (r"^\d+$", "٣", False),  # JavaScript's digits are those of ASCII
        (r"(?P<word>[a-z]+)\Z", "word", True),  # of Python, not of JavaScript
        (r"(?P<word>[a-z]+)\Z", "1", False),
        (r"[a-z", "anything", True),  # of neither
        (r"^a{0,4294967296}$", "b", True),
        (r"^[a-z]+$", "\ud800", True),
        (r"^(([a-z0-9 ])+)+\.$", "a" * 60, False),
        (r"^(?=a)(([a-z])+)+\.$", "a" * 60, False),
        (r"^(a+)+\Z", "a" * 60 + "!", True),  # of Python, which would search for years
    ],
)
def test_a_pattern_is_judged_in_its_language_and_in_limited_time(pattern: str, value: str, expected: bool) -> None:
    assert vendor_patterns.matches(pattern, value) is expected


@pytest.mark.parametrize(
    "pattern", [r"^(([a-z0-9 ])+)+\.$", r"(a*)*", r"(\w{2,})+", r"((a+?))*b", "[[a]", r"\p{L}", "("]
)
def test_a_program_does_without_patterns_that_python_warns_of_refuses_or_may_never_finish(pattern: str) -> None:
    assert not vendor_patterns.plain(pattern)


@pytest.mark.parametrize(
    "pattern", [r"^\+?[0-9]+$", r"(a\+)+", "(ab)+", r"^.*$", r"(a{2})+", r"(a|b)+", r"(x+)?y", r"(a|bc)?"]
)
def test_a_program_uses_other_patterns(pattern: str) -> None:
    assert vendor_patterns.plain(pattern)


def test_the_answer_does_not_depend_on_what_was_compiled_before() -> None:
    pattern = "^[[A-Za-y]+$"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        re.compile(pattern)
    assert not vendor_patterns.plain(pattern)
