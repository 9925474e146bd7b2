"""The quick comparison of two documents, which names no difference, agrees with the one that does."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from connectorkit.model import compare
from connectorkit.model.connector import Json

KEYS = some.sampled_from(("paths", "/a", "get", "parameters", "properties", "required", "description", "items", "x-a"))
SCALARS = some.sampled_from((None, True, False, 0, 1, 1.0, 0.0, -0.0, "", "a"))
DOCUMENTS = some.recursive(SCALARS, lambda inner: some.lists(inner, max_size=2) | some.dictionaries(KEYS, inner))


@given(some.dictionaries(KEYS, DOCUMENTS), some.dictionaries(KEYS, DOCUMENTS), some.booleans())
def test_both_comparisons_agree(one: dict[str, Json], other: dict[str, Json], alike: bool) -> None:
    if alike:
        # The same keys in another order, and some without effect.
        other = {**dict(reversed(one.items())), "tags": []}
    assert compare.same("root", one, other) == (compare.definition(one, other) == "")
    assert compare.same("data", one, other) == (compare.properties(one, other) == "")


def test_what_counts_as_a_difference() -> None:
    assert not compare.same("data", {"a": 1}, {"a": True}) and not compare.same("data", [0.0], [-0.0])
    assert compare.same("schema", {"type": "string", "title": ""}, {"type": "string"})
    assert compare.same("operation", {"summary": "A", "tags": []}, {"summary": "A"})
    assert not compare.same("paths", {"/a": {}, "/b": {}}, {"/b": {}, "/a": {}})
