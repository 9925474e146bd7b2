"""The templates of the client: they show its Python, and a project overrides one of them and nothing else."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import SMALL
from tests.paths import ROOT

from connectorkit import pipeline
from connectorkit.diagnostics.build_result import Built
from connectorkit.render.python_text import one_line
from connectorkit.render.templates import Templates

from .conftest import Answer, Server, imported
from .test_layout import OPTIONS, ruff

OWN = ROOT / "templates" / "client"
SOURCE = (
    SMALL
    + """\
  Hidden: {fields: {token: {type: string, default: "a' \\"b", required: true}}}
"""
)
ENVIRONMENT = Templates().environment
PLACE = "client/contoso_orders"


def built(folder: Path, **templates: str) -> Built:
    """The client of a small connector with the templates of its source, text by name without ``.py.j2``."""
    (folder / "templates" / "client").mkdir(parents=True, exist_ok=True)
    (folder / "connector.yaml").write_text(SOURCE, encoding="utf-8")
    for name, text in templates.items():
        (folder / "templates" / "client" / f"{name}.py.j2").write_text(text, encoding="utf-8")
    return pipeline.build(folder, ("client",))


def changed(made: Built, plain: Built) -> dict[str, list[str]]:
    """The new lines, by file. Asserts that no line is missing."""
    found = {}
    for name, data in made.files.items():
        old, new = (one.decode().splitlines() for one in (plain.files[name], data))
        assert [line for line in old if line not in new] == []
        if old != new:
            found[name] = [line for line in new if line not in old]
    return found


def test_one_more_line_in_every_method_takes_one_template(tmp_path: Path) -> None:
    plain = built(tmp_path)
    text = """\
{% extends "connectorkit/client/method.py.j2" %}
{% block notes %}

        Questions: {{ method.name }}@example.com.
{% endblock %}
"""
    line = "        Questions: get_order@example.com."
    assert changed(built(tmp_path, method=text), plain) == {f"{PLACE}/client.py": [line], f"{PLACE}/aio.py": [line]}


def test_the_template_of_a_method_sees_what_that_of_the_client_sees(tmp_path: Path) -> None:
    text = """\
{% extends "connectorkit/client/method.py.j2" %}
{% block notes %}

        A method of {{ title }}.
{% endblock %}
"""
    made = built(tmp_path, method=text)
    assert "        A method of Contoso Orders." in made.files[f"{PLACE}/client.py"].decode()


def test_a_docstring_is_replaced_and_the_rest_stays(tmp_path: Path) -> None:
    plain = built(tmp_path)
    text = """\
{% extends "connectorkit/client/method.py.j2" %}
{% block docstring %}
        \"""{{ method.about | docstring(8) }}\"""
{% endblock %}
"""
    made = built(tmp_path, method=text)
    for name in ("client.py", "aio.py"):
        old, new = (ast.parse(one.files[f"{PLACE}/{name}"]) for one in (plain, made))
        method = next(node for node in ast.walk(new) if getattr(node, "name", "") == "get_order")
        assert isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef)
        assert ast.get_docstring(method) == "Get order. Reads one order."
        twin = next(node for node in ast.walk(old) if getattr(node, "name", "") == "get_order")
        assert isinstance(twin, ast.FunctionDef | ast.AsyncFunctionDef)
        twin.body[0] = method.body[0]
        assert ast.dump(old) == ast.dump(new)


def test_a_class_and_the_client_take_members_of_a_project(tmp_path: Path, server: Server) -> None:
    on_class = """\
{% extends "connectorkit/client/class.py.j2" %}
{% block more %}

    def label(self) -> {{ optional(class.slots[0].kind, False) }}:
        \"""The first attribute of a {{ class.name }}.\"""
        return self.{{ class.slots[0].python }}
{% endblock %}
"""
    on_client = """\
{% extends "connectorkit/client/client.py.j2" %}
{% block more %}

    {{ async }}def first(self) -> object:
        \"""The first order.\"""
        return {{ await }}self.get_order(order_id=1)
{% endblock %}
"""
    made = built(tmp_path, **{"class": on_class, "client": on_client})
    assert made.findings == built(tmp_path / "plain").findings
    assert "async def first" in made.files[f"{PLACE}/aio.py"].decode()
    for name, data in made.files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    folder = str(tmp_path / "client")
    assert ruff("check", *OPTIONS, "--no-cache", "--select", "E,F,I,UP,B,SIM", folder).stdout == "All checks passed!\n"
    assert ruff("format", *OPTIONS, "--no-cache", "--diff", folder).returncode == 0
    server.answers = [Answer(b'{"order_id": 7}')]
    package = imported(tmp_path / "client")
    with package.Client(base_url=server.url, api_key="k") as client:
        assert client.first().label() == 7


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("method", "    def {{ method.nam }}(self): ...\n", "has no attribute 'nam'"),
        ("method", "    def {{ method.name }}(self:\n        pass\n", "of client.py is not valid Python: "),
        (
            "class",
            "class {{ class.name }}:\n  ((((\n",
            "of operation.py is not valid Python: '(' was never closed: ((((",
        ),
        ("shape", "\0", "of operation.py is not valid Python: "),
        ("client", "(" * 5000 + ")" * 5000, "of client.py is not valid Python: "),
        ("client", "x = f(\n    1,  # one\n    2,\n)\n", "the lines of client.py cannot be formatted"),
        ("client", "x = (\n    1 # (\n)\n", "the lines of client.py cannot be formatted"),
        ("client", "{{ ''.__class__ }}", "__class__"),
        ("types", "{% macro type(of) %}{% endmacro %}", "macro 'type' takes not more than 1 argument"),
        ("client", '{% extends "../../../../etc/passwd" %}', "etc/passwd"),
    ],
)
def test_a_fault_is_a_finding_and_nothing_is_rendered(name: str, text: str, said: str, tmp_path: Path) -> None:
    made = built(tmp_path, **{name: text})
    (finding,) = [one for one in made.findings if one.id == "TPL001"]
    assert made.files == {}
    assert said in finding.message
    assert finding.span.file.endswith(f"templates/client/{name}.py.j2") or name == "types"


def test_no_template_is_left_out_of_the_guide() -> None:
    page = (ROOT / "docs" / "guide" / "recipes" / "client-template.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)\.py\.j2` \| [^|]* \| ?(.*) \|$", page, re.MULTILINE)
    for name, blocks in rows:
        text = (OWN / f"{name}.py.j2").read_text(encoding="utf-8")
        assert re.findall(r"{% block (\w+) %}", text) == re.findall(r"`(\w+)`", blocks), name
    shown = {path.name.removesuffix(".py.j2") for path in OWN.glob("*.j2") if "{% block" in path.read_text("utf-8")}
    assert shown | {"types"} == {name for name, _ in rows}


def test_the_kinds_of_values_have_these_types(tmp_path: Path) -> None:
    kinds = {
        "string": "str",
        "integer": "int",
        "number": "float",
        "boolean": "bool",
        "object": "Mapping[str, JsonValue]",
        "string[]": "Sequence[str]",
        "{type: string, format: byte}": "bytes | str",
        "{type: number, money: true}": "Decimal | float",
        "{type: object, additional: {type: 'integer[]'}}": "Mapping[str, Sequence[int]]",
        "{type: string, choices: [a, 'b\"']}": "Literal['a', 'b\"']",
        "{type: integer, choices: [1, 2]}": "Literal[1, 2]",
        "{type: array, items: Order}": "Sequence[Order]",
    }
    rows = "".join(f"    f{n}: {kind}\n" for n, kind in enumerate(kinds))
    text = SMALL.replace("types:\n", f"- action: send\n  request: POST /s\n  body:\n   fields:\n{rows}types:\n")
    (tmp_path / "connector.yaml").write_text(text, encoding="utf-8")
    made = pipeline.build(tmp_path, ("client",))
    tree = ast.parse(made.files[f"{PLACE}/client.py"])
    method = next(one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef) and one.name == "send")
    types = [ast.unparse(one.annotation) for one in method.args.kwonlyargs if one.annotation]
    assert types == [f"{type_} | None" for type_ in kinds.values()]


@given(st.text())
def test_texts_and_values_stay_in_their_place(text: str) -> None:
    template = """\
def f() -> None:
    \"""{{ text | docstring(4) }}\"""
    \"""{{ ("a: " ~ text) | paragraph(4, 4) }}\"""
    {{ text | python }}
"""
    (function,) = ast.parse(ENVIRONMENT.from_string(template).render(text=text)).body
    assert isinstance(function, ast.FunctionDef)
    about, listed, value = (ast.literal_eval(one.value) for one in function.body if isinstance(one, ast.Expr))
    assert value == text
    assert about.split() == one_line(text).split()
    assert listed.split() == one_line(f"a: {text}").split()


def texts(value: object) -> Iterator[str]:
    """The texts in the values of a template."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (text for pair in value.items() for one in pair for text in texts(one))
    elif isinstance(value, list | tuple):
        yield from (text for one in value for text in texts(one))


def test_no_template_is_given_python_that_was_written_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    given_values: list[Mapping[str, object]] = []
    rendered = Templates._rendered

    def noted(self: Templates, name: str, values: Mapping[str, object]) -> str:
        given_values.append(values)
        return rendered(self, name, values)

    monkeypatch.setattr(Templates, "_rendered", noted)
    monkeypatch.setenv("CONNECTORKIT_CACHE", "off")
    pipeline.build(ROOT / "connector", ("client",))
    found = {text for values in given_values for text in texts(values) if is_expression(text)}
    assert len(given_values) > 20
    assert found == set()


def is_expression(text: str) -> bool:
    """Whether a text is Python beyond a name, a number and a text without quotes."""
    try:
        made = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError):
        return False
    united = isinstance(made, ast.BinOp) and isinstance(made.op, ast.BitOr)
    quoted = isinstance(made, ast.Constant) and isinstance(made.value, str | bytes)
    return united or quoted or isinstance(made, ast.Call | ast.Subscript | ast.Tuple | ast.List | ast.Dict)
