"""JSON pointers: the examples of RFC 6901, and that splitting undoes joining."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectorkit.model import json_pointer
from connectorkit.model.connector import Json

_DOCUMENT: Json = {"foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, " ": 7, "m~n": 8, "~1": 9, "none": None}


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("", _DOCUMENT),
        ("/foo", ["bar", "baz"]),
        ("/foo/0", "bar"),
        ("/", 0),
        ("/a~1b", 1),
        ("/c%d", 2),
        ("/ ", 7),
        ("/m~0n", 8),
        ("/~01", 9),
        ("/none", None),
    ],
)
def test_a_pointer_finds_its_value(pointer: str, value: Json) -> None:
    assert json_pointer.find(_DOCUMENT, pointer, "missing") == value


@pytest.mark.parametrize(
    "pointer", ["/bar", "/foo/2", "/foo/-1", "/foo/x", "/foo/" + "9" * 5000, "/none/x", "/foo/0/x"]
)
def test_a_pointer_to_nothing_gives_what_was_asked_for(pointer: str) -> None:
    assert json_pointer.find(_DOCUMENT, pointer, "missing") == "missing"


@given(st.lists(st.text()))
def test_splitting_undoes_joining(keys: list[str]) -> None:
    assert json_pointer.split(json_pointer.join(keys)) == keys


def test_upwards_ends_with_the_document() -> None:
    assert list(json_pointer.upwards("/a/b")) == ["/a/b", "/a", ""]
