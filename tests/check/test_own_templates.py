"""The templates of a source: a check reports what cannot be rendered, and what has no effect, at its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import SMALL

from connectorkit.check import source as checks
from connectorkit.diagnostics.finding import Finding
from connectorkit.read import source as sources
from connectorkit.validate.format_schema import validate

OPERATION = '{% extends "connectorkit/connector/operation.json.j2" %}\n'
METHOD = '{% extends "connectorkit/client/method.py.j2" %}\n'
TEST = '{% extends "connectorkit/contract_tests/operation.py.j2" %}\n'


def found(folder: Path, **templates: str) -> list[Finding]:
    """The findings about templates, text by name, with "__" for a slash."""
    (folder / "connector.yaml").write_text(SMALL, encoding="utf-8")
    for name, text in templates.items():
        file = folder / "templates" / f"{name.replace('__', '/')}.j2"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    checked = checks.of_source(validate(sources.load(folder)))
    return [one for one in checked.findings if one.id.startswith("TPL")]


@pytest.mark.parametrize(
    ("name", "text", "line", "said"),
    [
        (
            "connector__operation.json",
            OPERATION + '{% block more %}\n"x-a" 1,\n{% endblock %}\n',
            3,
            "is not valid JSON",
        ),
        ("client__method.py", METHOD + "{% block notes %}\n{{ nobody }}\n{% endblock %}\n", 3, "'nobody' is undefined"),
        (
            "client__method.py",
            METHOD + "{% block more %}\n    def (\n{% endblock %}\n",
            3,
            "of client.py is not valid Python",
        ),
        (
            "contract_tests__operation.py",
            TEST + "{% block more %}\n\n\nassert (\n{% endblock %}\n",
            5,
            "is not valid Python",
        ),
        ("client__pyproject.toml", "[project\n", 1, "pyproject.toml is not valid TOML"),
        ("docs__operation.md", "Word\n{{ nobody }}\n", 2, "'nobody' is undefined"),
        (
            "docs__rows.md",
            "",
            1,
            "it does not define the macros 'described', 'returns', 'type' of the built-in template",
        ),
        ("docs__index.html", '{% include "docs/index.html.j2" %}', 1, "it includes or extends itself"),
        ("client__arguments.py", "", 1, "it does not define the macro"),
    ],
)
def test_a_check_places_a_fault_of_every_output(name: str, text: str, line: int, said: str, tmp_path: Path) -> None:
    (one,) = found(tmp_path, **{name: text})
    assert (one.id, one.span.line, one.severity) == ("TPL001", line, "error")
    assert said in one.message


@pytest.mark.parametrize(
    ("name", "text", "line", "said", "way"),
    [
        (
            "connector__operation.json",
            OPERATION + "{% block mor %}{% endblock %}\n",
            2,
            "The block 'mor' has no effect",
            "Did you mean 'more'?",
        ),
        (
            "client__method.py",
            METHOD + "\nhello\n",
            3,
            "Text outside a block has no effect",
            "Move it into a block",
        ),
        (
            "connector__operations.json",
            OPERATION,
            1,
            "The template 'connector/operations.json.j2' has no effect",
            "Did you mean 'connector/operation.json.j2'?",
        ),
        ("operation.json", OPERATION, 1, "no built-in template", "Did you mean 'connector/operation.json.j2'?"),
        ("explain__cards.txt", "Cards\n", 1, "has no effect: the outputs of a source do not use it", "Remove it"),
    ],
)
def test_what_has_no_effect_is_a_warning(name: str, text: str, line: int, said: str, way: str, tmp_path: Path) -> None:
    (one,) = found(tmp_path, **{name: text})
    assert (one.id, one.span.line, one.severity) == ("TPL002", line, "warning")
    assert said in one.message
    assert way in one.help


def test_a_file_without_the_ending_of_a_template_is_a_warning(tmp_path: Path) -> None:
    file = tmp_path / "templates" / "client" / "method.py"
    file.parent.mkdir(parents=True)
    file.write_text(METHOD, encoding="utf-8")
    file.with_name("helper.py").write_text("", encoding="utf-8")
    (one,) = found(tmp_path)
    assert (one.id, one.span.file, one.severity) == ("TPL002", str(file), "warning")
    assert one.message == "The file 'client/method.py' has no effect: the name of a template ends with '.j2'."
    assert one.help == "Rename it to 'method.py.j2', or remove it."


def test_a_part_of_another_template_and_a_nested_block_are_used(tmp_path: Path) -> None:
    text = METHOD + '{% set one = 1 %}\n{# why #}\n{% block notes %}{% block mine %}{% include "client/note.j2" %}'
    assert found(tmp_path, **{"client__method.py": text + "{% endblock %}{% endblock %}\n", "client__note": "\n"}) == []


@pytest.mark.parametrize("name", ("docs/operation.md.j2", "connector/schema.json.j2", "client/arguments.py.j2"))
def test_a_template_in_another_encoding_is_named_so(name: str, tmp_path: Path) -> None:
    file = tmp_path / "templates" / name
    file.parent.mkdir(parents=True)
    file.write_bytes(b"caf\xe9")
    (one,) = found(tmp_path)
    assert (one.span.file, one.message) == (
        str(file),
        "The template cannot be rendered: it is not UTF-8 text (byte 3).",
    )
