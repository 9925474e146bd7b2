"""The JSON of the outputs is that of the standard library."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.paths import ROOT

from connectorkit.render.json_text import canonical

_LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec="utf-8"))
_VALUES = st.recursive(
    _LEAVES, lambda below: st.lists(below) | st.dictionaries(st.text(st.characters(codec="utf-8")), below)
)


def standard(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


@given(_VALUES)
def test_any_value_is_spelled_alike(value: object) -> None:
    assert canonical(value) == standard(value)


@pytest.mark.part(1)
@pytest.mark.parametrize("value", [(), (1, "a"), {"a": ()}, {"": {}}, [[]], "\x7f\u2028\ud7ff", 1e400, -0.0, 10**30])
def test_what_only_looks_special_is_spelled_alike(value: object) -> None:
    assert canonical(value) == standard(value)


def test_what_is_no_json_is_refused() -> None:
    with pytest.raises(TypeError):
        canonical({"a": object()})
    with pytest.raises(UnicodeEncodeError):
        canonical("\ud800")


def test_a_real_definition_is_spelled_alike() -> None:
    data = (ROOT / "build" / "connector" / "apiDefinition.swagger.json").read_bytes()
    assert canonical(json.loads(data)) == data
