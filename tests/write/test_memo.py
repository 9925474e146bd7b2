"""What a stage worked out earlier is given again for the same content, and for nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.conftest import SMALL

from connectorkit import pipeline
from connectorkit.check.rules.files import icon
from connectorkit.model.json_value import Json
from connectorkit.render.docs import markdown_blocks, markdown_text
from connectorkit.validate import format_schema
from connectorkit.verify import referees
from connectorkit.write import cache, content_key, memo


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("CONNECTORKIT_CACHE", str(tmp_path / "cache"))
    yield tmp_path / "cache"
    content_key.toolkit.cache_clear()


class Counted:
    """A function that counts its calls."""

    def __init__(self, made: str = "made") -> None:
        self.made, self.calls = made, 0

    def __call__(self) -> str:
        self.calls += 1
        return self.made


def _other_package(monkeypatch: pytest.MonkeyPatch, _: Path) -> None:
    monkeypatch.setattr(cache, "packages", lambda: ["jsonschema-0.0.0.dist-info"])


def _other_python(monkeypatch: pytest.MonkeyPatch, _: Path) -> None:
    monkeypatch.setattr(sys, "version", "4.0")


def _other_template(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    (folder / "templates").mkdir()
    (folder / "templates" / "one.j2").write_text("Other.", encoding="utf-8")
    monkeypatch.setattr("connectorkit.model.installation.resource", lambda _: str(folder / "templates"))


def _other_module(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    (folder / "modules").mkdir()
    (folder / "modules" / "one.py").write_text("A = 1\n", encoding="utf-8")
    monkeypatch.setattr(content_key, "PACKAGE", str(folder / "modules"))


@pytest.mark.part(1)
@pytest.mark.parametrize("other", [_other_package, _other_python, _other_template, _other_module])
def test_another_toolkit_works_it_out_again(
    other: Callable[[pytest.MonkeyPatch, Path], None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    make = Counted()
    assert memo.text("kind", ("a",), make) == memo.text("kind", ("a",), make) == "made"
    assert make.calls == 1
    other(monkeypatch, tmp_path)
    content_key.toolkit.cache_clear()
    memo.text("kind", ("a",), make)
    assert make.calls == 2


@pytest.mark.part(1)
@pytest.mark.parametrize("other", [("b",), (b"a",), ("a", "b"), ("ab",), (["a"],), ({"a": 1},), ({"a": 1.0},), (None,)])
def test_other_parts_are_another_key(other: tuple[object, ...]) -> None:
    make = Counted()
    memo.text("kind", ("a",), make)
    memo.text("kind", other, make)
    memo.text("kinds", ("a",), make)
    assert make.calls == 3


@pytest.mark.part(1)
@pytest.mark.parametrize("wrong", [b"", b"\n", b"0\n3", b"\xff", b'"made"', b"x" * 100])
def test_a_broken_entry_is_worked_out_again(wrong: bytes, place: Path) -> None:
    make = Counted()
    memo.text("kind", ("a",), make)
    (entry,) = (place / "kind").iterdir()
    whole = entry.read_bytes()
    for data in (wrong, whole[:-1], whole.replace(b"made", b"fade"), whole + b" "):
        make.calls = 0
        entry.write_bytes(data)
        assert memo.text("kind", ("a",), make) == "made"
        assert make.calls == 1
    assert entry.read_bytes() == whole


def test_an_entry_of_another_kind_or_form_is_none(place: Path) -> None:
    make = Counted()
    memo.texts("kind", ("a",), lambda: ["one"])
    assert memo.text("kind", ("a",), make) == "made", "a list is no text"
    memo.text("kind", ("b",), Counted("other"))
    one, other = (place / "kind").iterdir()
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)
    for part in ("a", "b"):
        assert memo.text("kind", (part,), Counted(f"{part} again")) == f"{part} again"


def test_what_has_no_bytes_is_worked_out_each_time() -> None:
    make = Counted()

    def parts() -> Iterator[object]:
        yield "a"
        raise TypeError

    for _ in range(2):
        memo.text("kind", parts(), make)
    assert make.calls == 2


def test_the_cache_can_be_off(monkeypatch: pytest.MonkeyPatch, place: Path) -> None:
    monkeypatch.setenv("CONNECTORKIT_CACHE", "off")
    make = Counted()
    for _ in range(2):
        memo.text("kind", ("a",), make)
        facts = memo.Facts("source")
        assert facts.holds("judge", 1, lambda: True) and not facts.holds("judge", 2, lambda: False)
        facts.save()
    assert make.calls == 2 and not place.exists()


def test_a_fact_is_asked_for_once_and_a_fault_each_time(place: Path) -> None:
    asked: list[Json] = []

    def holds(facts: memo.Facts, judge: str, content: Json, answer: bool = True) -> bool:
        def judged() -> bool:
            asked.append(content)
            return answer

        return facts.holds(judge, content, judged)

    contents: list[Json] = [1, 2, {"a": 1}]
    for content in contents:
        facts = memo.Facts("source")
        assert holds(facts, "judge", content) and holds(facts, "judge", content)
        assert not holds(facts, "judge", "wrong", False)
        facts.save()
    assert asked == [1, "wrong", 2, "wrong", {"a": 1}, "wrong"]
    facts = memo.Facts("source")
    assert (
        holds(facts, "another judge", 1) and holds(facts, "judge", {"a": 1}) and holds(memo.Facts("other"), "judge", 1)
    )
    assert asked[6:] == [1, 1]
    (*_, entry) = (place / "facts").iterdir()
    for wrong in (b"", b"[]", b"[1]", b"\xff"):
        entry.write_bytes(wrong)
        memo.Facts("source").save()


def test_a_source_is_held_against_the_schemas_where_it_changed(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    whole = format_schema._allows

    def allows(concept: str, plain: Json) -> bool:
        asked.append(concept)
        return whole(concept, plain)

    monkeypatch.setattr(format_schema, "_allows", allows)
    assert pipeline.read(source).findings == []
    assert asked == ["connector"]
    asked.clear()
    assert pipeline.read(source).findings == [] and asked == []
    (source / "connector.yaml").write_text(
        SMALL.replace("note: string", "note: strin, odd: {typ: a}"), encoding="utf-8"
    )
    found = [[(one.id, one.message) for one in pipeline.read(source).findings] for _ in range(2)]
    assert found[0] == found[1] != []


def test_an_icon_is_decoded_once_for_each_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    picture = icon.Picture(2, 3, False, ((1, 2, 3),) * 4, (0, 0, 1, 1))
    results = [picture, picture._replace(box=None), None]
    for data, result in zip((b"one", b"two", b"three"), results, strict=True):
        monkeypatch.setattr(icon, "_decoded", lambda _, made=result: made)
        assert icon._drawn(data) == result
    icon._drawn.cache_clear()
    monkeypatch.setattr(icon, "_decoded", lambda _: pytest.fail("it was decoded again"))
    for data, result in zip((b"one", b"two", b"three"), results, strict=True):
        assert icon._drawn(data) == result
    icon._drawn.cache_clear()


def test_markdown_is_parsed_once_for_each_text(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ("# One\n\n# \n\n<b>two</b>", "```\nopen", "One\n===", "# Ein \\# Zeichen")
    first = [(markdown_text.headings(text), markdown_text.markdown(text, 2)) for text in texts]
    assert [*first[0][0]] == ["One", ""]
    monkeypatch.setattr(markdown_blocks, "tokens", lambda _: pytest.fail("it was parsed again"))
    assert [(markdown_text.headings(text), markdown_text.markdown(text, 2)) for text in texts] == first


def test_the_properties_are_judged_once_beside_many_definitions(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def judged(*_: object) -> Iterator[referees.Verdict]:
        asked.append("properties")
        yield from ()

    monkeypatch.setattr(referees, "_of_definition", lambda _: iter(()))
    monkeypatch.setattr(referees, "_of_properties", judged)
    for definition in (b"{}", b'{"a": 1}', b'{"a": 2}'):
        assert referees.kept(definition, b"{}") == []
    assert asked == ["properties"]
    referees.kept(b"{}", b'{"other": 1}')
    assert len(asked) == 2


@pytest.mark.part(0)
def test_processes_can_work_on_one_source_at_once(source: Path, tmp_path: Path) -> None:
    """Whatever each of them finds in the cache, all build the same."""
    environment = {**os.environ, "CONNECTORKIT_CACHE": str(tmp_path / "shared")}
    made = []
    for number in range(6):
        command = [sys.executable, "-m", "connectorkit", "build", str(source), "--out", str(tmp_path / f"out{number}")]
        made.append(subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True))
    assert [one.wait() for one in made] == [0] * 6
    trees = [
        {str(file.relative_to(out)): file.read_bytes() for file in out.rglob("*") if file.is_file()}
        for out in (tmp_path / f"out{number}" for number in range(6))
    ]
    assert all(tree == trees[0] for tree in trees) and json.loads(trees[0]["connector/apiDefinition.swagger.json"])
