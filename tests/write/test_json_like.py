"""`build --like` and the recorded layout: a difference shows what changed and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectorkit.model import compare
from connectorkit.write import json_layout, json_like, layout_file

TABS = '{\r\n\t"b" : 1.0,\r\n\t"list": [1, 2],\r\n\t"a": {"x": "\\u00e9", "y": [ ]}\r\n}\r\n\r\n'


def changed(old: str, new: str) -> list[str]:
    """The lines of ``new`` that ``old`` does not have."""
    known = old.splitlines(keepends=True)
    return [line for line in new.splitlines(keepends=True) if line not in known]


@pytest.mark.parametrize(
    "text",
    [
        TABS,
        '{"a":1,"b":[1,2,{"c":null}]}',
        '{ "a": 1, "b": [ ] }',
        '\n  {\n    "a": {\n        },\n    "b": 1e3\n  }',
        '{\n    "a": [\n        1,\n        2\n    ],\n    "b": "a\\/b"\n}',
        "[]",
        '"x"',
    ],
)
def test_the_same_value_keeps_its_text(text: str) -> None:
    value = json.loads(text)
    backwards = dict(reversed(value.items())) if isinstance(value, dict) else value
    assert json_like.like(text, value, "data") == json_like.like(text, backwards, "data") == text


def test_changes_are_written_in_the_style_around_them() -> None:
    value: Any = {"a": {"x": "é", "y": [], "z": "ü"}, "list": [1, 3, 2], "b": 1.0, "c": {"d": [1]}}
    assert json_like.like(TABS, value, "data") == (
        '{\r\n\t"b" : 1.0,\r\n\t"c": {\r\n\t\t"d": [\r\n\t\t\t1\r\n\t\t]\r\n\t},\r\n'
        '\t"list": [1, 3, 2],\r\n\t"a": {"x": "\\u00e9", "y": [ ], "z": "\\u00fc"}\r\n}\r\n\r\n'
    )


def test_what_is_gone_takes_its_line_with_it() -> None:
    text = '{\n  "a": 1,\n  "b": 2,\n  "c": [\n    1,\n    2\n  ]\n}'
    assert json_like.like(text, {"a": 1, "b": 2, "c": [2]}, "data") == text.replace("    1,\n", "")
    assert json_like.like(text, {"b": 2, "c": [1, 2]}, "data") == text.replace('  "a": 1,\n', "")
    assert json_like.like(text, {"a": 1, "b": 2}, "data") == '{\n  "a": 1,\n  "b": 2\n}'


def test_what_says_nothing_stays() -> None:
    text = '{"paths": {"/a": {"get": {"tags": [], "deprecated": false, "summary": "A"}}}}'
    value: Any = {"paths": {"/a": {"get": {"summary": "B"}}}}
    assert json_like.like(text, value, "root") == text.replace('"A"', '"B"')


def test_an_order_that_has_a_meaning_is_that_of_the_new_value() -> None:
    text = '{\n  "paths": {\n    "/a": {},\n    "/b": {"get": 1}\n  }\n}'
    value: Any = {"paths": {"/b": {"get": 1}, "/a": {}}}
    assert json_like.like(text, value, "root") == '{\n  "paths": {\n    "/b": {"get": 1},\n    "/a": {}\n  }\n}'


def test_a_new_item_in_the_middle_is_one_line() -> None:
    old: list[Any] = [{"name": name, "in": "query"} for name in "abcd"]
    text = json.dumps({"parameters": old}, indent=4)
    new = json_like.like(text, {"parameters": [*old[:2], {"name": "n", "in": "query"}, *old[2:]]}, "data")
    assert changed(text, new) == ['            "name": "n",\n']


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda below: st.lists(below, max_size=4) | st.dictionaries(st.sampled_from('abcdef/~\\"é'), below, max_size=4),
    max_leaves=8,
)
_SLOW = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
_STYLES = st.sampled_from([{"indent": 2}, {"indent": "\t"}, {"indent": 4}, {}, {"separators": (",", ":")}])


@_SLOW
@given(_JSON, _JSON, _STYLES, st.booleans(), st.sampled_from(["\n", "\r\n"]))
def test_any_value_in_any_layout_is_that_value(old: Any, new: Any, style: Any, escaped: bool, end: str) -> None:
    text = json.dumps(old, ensure_ascii=escaped, **style).replace("\n", end)
    assert json_like.like(text, old, "data") == text
    assert compare.same("data", json.loads(json_like.like(text, new, "data")), new)


@_SLOW
@given(_JSON, _STYLES, st.booleans(), st.sampled_from(["\n", "\r\n"]), st.randoms(use_true_random=False))
def test_a_recorded_layout_gives_the_text_again(value: Any, style: Any, escaped: bool, end: str, random: Any) -> None:
    text = json.dumps(value, ensure_ascii=escaped, **style).replace("\n", end)
    built = _shuffled(value, random)
    layout = json_layout.record(text, built, "data")
    kept = layout_file.read(layout_file.text({"x": layout}))["x"]
    assert kept == layout
    assert json_layout.apply(kept, built, "data") == text


@_SLOW
@given(_JSON, _JSON, _STYLES)
def test_a_recorded_layout_never_changes_a_value(old: Any, new: Any, style: Any) -> None:
    layout = json_layout.record(json.dumps(old, **style), old, "data")
    assert compare.same("data", json.loads(json_layout.apply(layout, new, "data")), new)


def _shuffled(value: Any, random: Any) -> Any:
    if isinstance(value, list):
        return [_shuffled(item, random) for item in value]
    if not isinstance(value, dict):
        return value
    keys = list(value)
    random.shuffle(keys)
    return {key: _shuffled(value[key], random) for key in keys}


@pytest.mark.parametrize(
    "text", ['{"x": {"before": "}"}}', '{"x": {"odd": 1}}', '{"x": {"order": []}}', "[]", "{", '{"x": {"colon": "x"}}']
)
def test_a_layout_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        layout_file.read(text)


def test_a_broken_layout_file_is_one_finding(tmp_path: Path) -> None:
    from tests.importing.test_command import folder, run, swagger

    assert run("import", folder(tmp_path / "shop", swagger()), "--out", tmp_path / "out").exit_code == 0
    (tmp_path / "out" / "layout.json").write_text('{"x": {"before": "}"}}')
    result = run("check", tmp_path / "out")
    assert "layout.json:1:1: error SRC011: The recorded layout cannot be read: 'before' has an invalid" in result.stdout
