"""The templates of the connector: they show every key, and a project overrides one of them and nothing else."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from tests.paths import ROOT

from connectorkit import pipeline
from connectorkit.model import format_keywords
from connectorkit.model.connector import Json
from connectorkit.render.swagger import concept_templates, documents
from connectorkit.render.swagger.view import NAMES
from connectorkit.render.templates import TemplateFault

OWN = ROOT / "templates" / "connector"
SOURCE = ROOT / "connector"
KEY = re.compile(r'^\s*"([^"]+)":\s*\{\{ (\w+)\.(\w+) \}\},?$', re.MULTILINE)
HEAD = "connector: A\nversion: '1'\nserver: https://a.example.com\n"
CONNECTOR = pipeline.load(SOURCE)[0]
PLAIN = json.loads((ROOT / "build/connector/apiDefinition.swagger.json").read_text(encoding="utf-8"))


def file_of(concept: str) -> Path:
    return OWN / {"definition": "apiDefinition.swagger.json.j2", "properties_file": "apiProperties.json.j2"}.get(
        concept, f"{concept}.json.j2"
    )


def definition(folder: Path, **templates: str) -> dict[str, Json]:
    """The swagger of ClickSend with the templates of a project: text by concept."""
    (folder / "connector").mkdir(exist_ok=True)
    for concept, text in templates.items():
        (folder / "connector" / file_of(concept).name).write_text(text, encoding="utf-8")
    assert CONNECTOR is not None
    return documents.definition(CONNECTOR, concept_templates.templates(folder))


def operations(document: object) -> list[dict[str, Json]]:
    paths = document["paths"]  # type: ignore[index]  # the shape of a swagger
    return [one for path in paths.values() for key, one in path.items() if not key.startswith("x-")]


def test_every_concept_has_a_template_which_shows_each_of_its_values_under_a_key() -> None:
    assert {path.name for path in OWN.iterdir()} == {file_of(concept).name for concept in NAMES}
    context = {"operation": {"path", "method", "kind", "effect"}, "path": {"path"}}
    for concept, names in NAMES.items():
        shown = KEY.findall(file_of(concept).read_text(encoding="utf-8"))
        assert {variable for _, variable, _ in shown} == {concept}
        assert sorted(name for _, _, name in shown) == sorted(set(names) - context.get(concept, set())), concept


def test_the_words_of_the_format_stand_under_the_keys_that_an_import_reads_them_from() -> None:
    for concept, table in (
        ("schema", format_keywords.SCHEMA),
        ("schema", format_keywords.LIMITS),
        ("operation", format_keywords.OPERATION),
        ("info", format_keywords.INFO),
        ("definition", format_keywords.ROOT),
        ("response", format_keywords.RESPONSE),
    ):
        shown = {name: key for key, _, name in KEY.findall(file_of(concept).read_text(encoding="utf-8"))}
        assert {word: shown[word] for word in table} == {word: key for word, (key, _) in table.items()}


def test_one_more_extension_on_every_operation_takes_one_template(tmp_path: Path) -> None:
    text = """\
{% extends "connectorkit/connector/operation.json.j2" %}
{% block more %}
  "x-owner": "messaging",
{% endblock %}
"""
    document = definition(tmp_path, operation=text)
    assert all(one.pop("x-owner") == "messaging" for one in operations(document))
    assert document == PLAIN


def test_a_template_that_decides_is_rendered_for_each_operation(tmp_path: Path) -> None:
    text = """\
{% extends "connectorkit/connector/operation.json.j2" %}
{% block more %}
{{ super() }}
{% if operation.effect == "sends" and operation.kind == "action" %}
  "x-billed": {"by": {{ operation.id | lower }}, "inputs": [
    {% for one in operation.parameters %}{{ one.name }},{% endfor %}
  ],},
{% endif %}
{% endblock %}
"""
    document = definition(tmp_path, operation=text)
    billed = {one["operationId"]: one.pop("x-billed") for one in operations(document) if "x-billed" in one}
    assert CONNECTOR is not None and document == PLAIN
    assert billed == {
        one.id: {"by": one.id.lower(), "inputs": [p.name for p in one.parameters]}
        for one in CONNECTOR.operations
        if one.effect == "sends" and one.kind == "action"
    }
    assert billed


def test_a_template_without_the_toolkit_s_own_has_the_last_word(tmp_path: Path) -> None:
    text = '{"title": {{ info.title }}, "x": [{{ info.description }}, "a,}", [1, 2,],], "...": {{ info.contact }},}'
    document = definition(tmp_path, info=text)
    info = PLAIN["info"]
    assert document["info"] == {
        "title": info["title"],
        "x": [info["description"], "a,}", [1, 2]],
        **info["contact"],
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"summary": {{ operation.sumary }}}', "did you mean 'summary'?"),
        ('{% if true %}{"summary": {{ operation.sumary }}}{% endif %}', "did you mean 'summary'?"),
        ('{"summary": {{ operation.nothing_like_it }}}', "known are path, method, "),
        ('{"summary": {{ parameter.name }}}', "'parameter' is undefined"),
        ('{"summary" {{ operation.summary }}}', "line 1 of the output is not valid JSON"),
        ("", "is not valid JSON"),
        ('{"summary": {{ operation.summary }', "unexpected"),
        (
            '{% extends "connectorkit/connector/nope.json.j2" %}',
            "the template 'connectorkit/connector/nope.json.j2' does not exist",
        ),
        ('{% extends "../../../../etc/passwd" %}', "etc/passwd"),
        ('{"x": {{ operation.__class__ }}}', "__class__"),
        ('{"x": {{ operation._values }}}', "_values"),
        ('{"x": {{ range }}}', "is not a JSON value"),
        ('{% extends "connector/operation.json.j2" %}', "it includes or extends itself"),
    ],
)
def test_a_fault_names_the_template(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(TemplateFault) as caught:
        definition(tmp_path, operation=text)
    finding = caught.value.finding
    assert finding.span.file.endswith("operation.json.j2")
    assert said in finding.message


def test_a_changed_template_counts_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONNECTORKIT_CACHE", str(tmp_path / "cache"))
    for text in ("one", "two", "one"):
        info = definition(tmp_path, info=json.dumps({"title": text}))["info"]
        assert info == {"title": text}
    for kept in (tmp_path / "cache" / "concepts").iterdir():
        kept.write_bytes(b"broken")
    assert definition(tmp_path, info='{"title": "one"}')["info"] == {"title": "one"}


def test_texts_of_the_source_are_values_and_nothing_else(tmp_path: Path) -> None:
    texts = ["\0", "\0" + "0", "{{ 1 }}", '",}', "a, ]", "...", "<b>&amp;", "\u2028\x7f\\"]
    rows = "".join(
        f"  - action: A{n}\n    request: GET /a{n}\n    summary: {json.dumps(t)}\n" for n, t in enumerate(texts)
    )
    (tmp_path / "connector.yaml").write_text(f"{HEAD}operations:\n{rows}", encoding="utf-8")
    connector = pipeline.load(tmp_path, loose=True)[0]
    assert connector is not None
    decides = tmp_path / "templates"
    (decides / "connector").mkdir(parents=True)
    text = '{% if true %}{"summary": {{ operation.summary }}}{% endif %}'
    (decides / "connector" / "operation.json.j2").write_text(text, encoding="utf-8")
    for overrides in (None, decides):
        made = documents.definition(connector, concept_templates.templates(overrides))
        assert [one["summary"] for one in operations(made)] == texts


def test_the_deepest_schema_that_a_source_can_hold_is_rendered(tmp_path: Path) -> None:
    deepest = 57
    text = "{type: string}"
    for _ in range(deepest):
        text = "{fields: {a: " + text + "}}"
    source = f"{HEAD}operations:\n- {{action: A, request: GET /a, returns: {text}}}\n"
    (tmp_path / "connector.yaml").write_text(source, encoding="utf-8")
    connector, findings = pipeline.load(tmp_path, loose=True)
    assert connector is not None, findings
    made = documents.definition(connector)
    assert json.dumps(made).count('"properties"') == deepest
    assert sys.getrecursionlimit() == 1000


def test_the_url_encoding_of_a_schema_is_not_lost(tmp_path: Path) -> None:
    text = HEAD + "types: {A: {type: string, url_encoding: double}}\nstyle: {types: definitions}\noperations: []\n"
    (tmp_path / "connector.yaml").write_text(text, encoding="utf-8")
    connector = pipeline.load(tmp_path, loose=True)[0]
    assert connector is not None
    assert documents.definition(connector)["definitions"] == {"A": {"type": "string", "x-ms-url-encoding": "double"}}
