"""The templates of the contract tests: they show their Python, and a project overrides one of them and nothing else."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import SMALL
from tests.contract.suites import outcome
from tests.paths import ROOT
from tests.render.client.test_templates import is_expression
from tests.sandbox.mcp_shop import shop

from connectorkit import pipeline
from connectorkit.diagnostics.build_result import Built
from connectorkit.render.contract_tests import suite
from connectorkit.render.contract_tests.folding import folded
from connectorkit.render.contract_tests.python_literals import literal
from connectorkit.render.templates import Templates
from connectorkit.write import new_folder

OWN = ROOT / "templates" / "contract_tests"


def built(folder: Path, source: str = SMALL, **templates: str) -> Built:
    """The contract tests of a small connector with the templates of its source, text by name without ``.py.j2``."""
    (folder / "templates" / "contract_tests").mkdir(parents=True, exist_ok=True)
    (folder / "connector.yaml").write_text(source, encoding="utf-8")
    for name, text in templates.items():
        (folder / "templates" / "contract_tests" / f"{name}.py.j2").write_text(text, encoding="utf-8")
    return pipeline.build(folder, ("tests",))


def added(made: Built, plain: Built) -> dict[str, list[str]]:
    """The lines that are new, by file; no line may be gone."""
    found = {}
    for name, data in made.files.items():
        old, new = (one.decode().splitlines() for one in (plain.files[name], data))
        assert [line for line in old if line not in new] == []
        if old != new:
            found[Path(name).name] = [line for line in new if line not in old]
    return found


SIZE = """\
{% extends "connectorkit/contract_tests/operation.py.j2" %}
{% block more %}


def test_size(contract: Contract) -> None:
    assert len(contract.call(REQUEST).text) < {{ limit }}, {{ case.summary | literal }}
{% endblock %}
"""


def test_one_more_test_of_every_operation_takes_one_template(tmp_path: Path) -> None:
    connector, _ = pipeline.load(ROOT / "connector")
    assert connector is not None
    text = SIZE.replace("{{ limit }}", "9_000")
    for place in ("plain", "more"):
        (tmp_path / place / "contract_tests").mkdir(parents=True)
    (tmp_path / "more" / "contract_tests" / "operation.py.j2").write_text(text, encoding="utf-8")
    plain, made = (Built(suite.render(connector, Templates(tmp_path / place)), []) for place in ("plain", "more"))
    found = added(made, plain)
    assert set(found) == {Path(name).name for name in made.files if "/test_" in name}
    assert found["test_sms_send.py"] == [
        "def test_size(contract: Contract) -> None:",
        '    assert len(contract.call(REQUEST).text) < 9_000, "Send SMS"',
    ]


@pytest.mark.part(1)
@pytest.mark.parametrize(("limit", "passes"), [("9_000", True), ("1", False)])
def test_a_test_of_the_source_is_run_with_the_others(limit: str, passes: bool, tmp_path: Path) -> None:
    made = built(tmp_path / "source", operation=SIZE.replace("{{ limit }}", limit))
    new_folder.fill(tmp_path / "build", made.files)
    status, printed = outcome(tmp_path / "build" / "contract_tests", "-k", "size or happy")
    assert (status == 0) is passes, printed
    assert ("1 failed, 1 passed" in printed) is not passes and ("2 passed" in printed) is passes


def test_a_server_for_agents_has_the_test_too(tmp_path: Path) -> None:
    source = (shop(tmp_path / "shop") / "connector.yaml").read_text(encoding="utf-8")
    plain = built(tmp_path, source)
    found = added(built(tmp_path, source, operation=SIZE.replace("{{ limit }}", "9")), plain)
    assert sorted(found) == ["test_get_shop.py", "test_invoke_server.py"]


def test_a_test_is_replaced_and_the_rest_stays(tmp_path: Path) -> None:
    text = """\
{% extends "connectorkit/contract_tests/test_action.py.j2" %}
{% block happy_path %}
def test_happy_path(answer: Answer) -> None:
    answer.has_status({{ case.status | literal }})
{% endblock %}
"""
    name = "contract_tests/test_get_order.py"
    old, new = (ast.parse(one.files[name]) for one in (built(tmp_path), built(tmp_path, test_action=text)))
    bodies = [{getattr(one, "name", ast.unparse(one)): ast.unparse(one) for one in tree.body} for tree in (old, new)]
    differ = {key for key in bodies[0].keys() | bodies[1].keys() if bodies[0].get(key) != bodies[1].get(key)}
    assert differ == {"test_happy_path"}
    assert bodies[1]["test_happy_path"].endswith("answer.has_status(200)")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("operation", "def test_{{ case.nam }}(): ...\n", "has no attribute 'nam'"),
        ("operation", "def test_x(:\n    pass\n", "line 1 of test_action.py is not valid Python: "),
        ("refusals", "((((\n", "of test_action.py is not valid Python: '(' was never closed: (((("),
        ("call", "{% macro call(of) %}client.{% endmacro %}", "of test_action.py is not valid Python: "),
        ("conftest", "x = (\n", "of conftest.py is not valid Python: "),
        ("operation", "\0", "of test_action.py is not valid Python: "),
        ("operation", "{{ ''.__class__ }}", "__class__"),
        ("operation", '{% extends "../../../../etc/passwd" %}', "etc/passwd"),
        ("operation", '{% extends "contract_tests/operation.py.j2" %}', "it includes or extends itself"),
        ("call", "{% macro call(of) %}client.x(\n{% endmacro %}", "of test_action.py is not valid Python: "),
    ],
)
def test_a_fault_is_a_finding_and_nothing_is_rendered(name: str, text: str, said: str, tmp_path: Path) -> None:
    made = built(tmp_path, **{name: text})
    (finding,) = [one for one in made.findings if one.id == "TPL001"]
    assert made.files == {}
    assert said in finding.message
    assert finding.span.file.endswith(f"templates/contract_tests/{name}.py.j2")


def test_an_import_that_the_source_s_own_test_uses_is_kept(tmp_path: Path) -> None:
    text = """\
{% extends "connectorkit/contract_tests/operation.py.j2" %}
{% block imports %}
{{ super() -}}
from mine import limits, stamp, unused, within
{% endblock %}
{% block more %}


# Don't count what is in a string, "unused".
@pytest.mark.usefixtures("stamp")
def test_limits(within: int) -> None:
    assert within < limits[0] and 'it"s' and Some("integer")
{% endblock %}
"""
    lines = built(tmp_path, operation=text).files["contract_tests/test_get_order.py"].decode().splitlines()
    assert "from mine import limits, stamp, within" in lines
    (own,) = [line for line in lines if line.startswith("from connectorkit.contract.contract import ")]
    assert "Some" in own and "Story" not in own


def test_no_import_of_a_suite_is_unused() -> None:
    made = pipeline.build(ROOT / "connector", ("tests",))
    for name, data in made.files.items():
        if Path(name).name.startswith("test_"):
            tree = ast.parse(data)
            imports = [one for one in tree.body if isinstance(one, ast.ImportFrom) and one.module != "__future__"]
            known = {alias.name for one in imports for alias in one.names}
            assert known == known & {one.id for one in ast.walk(tree) if isinstance(one, ast.Name)}, name


class Leaf(NamedTuple):
    """A constant of the language, written as it is."""

    text: str


TREES = st.recursive(
    st.text().map(lambda text: Leaf(literal(text))),
    lambda inner: st.tuples(st.sampled_from(["f()", "[]"]), st.lists(inner, max_size=4)),
    max_leaves=20,
)


@given(TREES, st.integers(0, 8), st.integers(0, 130))
def test_folding_changes_the_layout_and_nothing_else(tree: object, indent: int, before: int) -> None:
    made = folded(spread(tree), indent, before)
    assert ast.dump(ast.parse(made.strip())) == ast.dump(ast.parse(spread(tree)))
    if "\n" not in made and not isinstance(tree, Leaf):
        assert indent + before + len(made) <= 110 or made in ("f()", "[]")


@pytest.mark.parametrize("text", ["", "x", "f(", ")", "f(\n", "f(\n1,\n)\ng(\n)", "f(\n[\n1,\n)", "[1, 2]"])
def test_what_is_not_one_expression_over_several_lines_is_left_as_it_is(text: str) -> None:
    assert folded(text) == text


def spread(tree: object) -> str:
    """A call or a list with one part a line, as a template writes it."""
    if isinstance(tree, Leaf):
        return tree.text
    assert isinstance(tree, tuple)
    return "\n".join([tree[0][:-1], *(f"{spread(one)}," for one in tree[1]), tree[0][-1]])


def test_no_template_is_left_out_of_the_guide() -> None:
    page = (ROOT / "docs" / "guide" / "recipes" / "test-template.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)\.py\.j2` \| [^|]* \| ?(.*) \|$", page, re.MULTILINE)
    for name, blocks in rows:
        text = (OWN / f"{name}.py.j2").read_text(encoding="utf-8")
        assert re.findall(r"{% block (\w+) %}", text) == re.findall(r"`(\w+)`", blocks), name
    assert {path.name.removesuffix(".py.j2") for path in OWN.glob("*.py.j2")} - {"conftest"} == {n for n, _ in rows}


def texts(value: object) -> Iterator[str]:
    """The texts in the values of a template, of dataclasses and tuples with names too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (text for pair in value.items() for one in pair for text in texts(one))
    elif isinstance(value, list | tuple):
        yield from (text for one in value for text in texts(one))
    elif hasattr(value, "__slots__"):
        yield from (text for name in value.__slots__ for text in texts(getattr(value, name)))


def test_no_template_is_given_python_that_was_written_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    given_values: list[Mapping[str, object]] = []
    rendered = Templates._rendered

    def noted(self: Templates, name: str, values: Mapping[str, object]) -> str:
        given_values.append(values)
        return rendered(self, name, values)

    monkeypatch.setattr(Templates, "_rendered", noted)
    monkeypatch.setenv("CONNECTORKIT_CACHE", "off")
    connector, _ = pipeline.load(ROOT / "connector")
    assert connector is not None
    suite.render(connector, Templates())
    cases = [values["case"] for values in given_values if "case" in values]
    assert len(cases) > 15
    found = {text for case in cases for text in texts(case) if is_expression(text) and re.search(r"[^\w, ]", text)}
    assert found == {"{}"}  # Where a `Known` has its value.
