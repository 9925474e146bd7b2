"""Patterns that are compiled when they are first used."""

from __future__ import annotations

import re

import pytest

from connectorkit.model.patterns import lazy


def test_a_lazy_pattern_works_like_a_compiled_one() -> None:
    made, lazily = re.compile("(?P<word>b+)", re.IGNORECASE), lazy("(?P<word>b+)", re.IGNORECASE)
    text = "aBBab"
    assert [one.span() for one in lazily.finditer(text)] == [one.span() for one in made.finditer(text)]
    assert lazily.sub("-", text) == made.sub("-", text) == "a-a-"
    assert (lazily.pattern, lazily.flags, lazily.groupindex) == (made.pattern, made.flags, made.groupindex)
    assert lazy(b"a").findall(b"aa") == [b"a", b"a"]


def test_a_pattern_is_compiled_when_it_is_first_used(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    compiled = re.compile

    def counted(pattern: str, flags: int = 0) -> re.Pattern[str]:
        asked.append(pattern)
        return compiled(pattern, flags)

    monkeypatch.setattr(re, "compile", counted)
    lazily = lazy("a+")
    assert asked == []
    assert lazily.search("baa")
    assert lazily.search("caa")
    assert asked == ["a+"]


def test_an_invalid_pattern_and_an_unknown_method_raise_the_usual_errors() -> None:
    with pytest.raises(re.error):
        lazy("(").search("")
    with pytest.raises(AttributeError, match="nothing"):
        getattr(lazy("a"), "nothing")  # noqa: B009
