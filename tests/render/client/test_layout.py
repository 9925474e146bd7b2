"""The package is written as `ruff format` and `ruff check` want it."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from connectorkit.render.client.brackets import statement
from connectorkit.render.client.module_text import tidy
from connectorkit.render.python_text import width

from .conftest import rendered

OPTIONS = ("--isolated", "--line-length", "120")
A, B, C = "a" * 40, "b" * 50, "c" * 45
LONG = f"{A} {B} {C} {A}"
WIDE = "電話番号の国番号を含めてください。 " * 12
SOURCE = f"""
connector: {"Long " * 20}
description: {WIDE}
version: "1.0"
server: https://long.example.com
authentication:
  key: {{type: apiKey, in: header, name: X-Key}}
operations:
- action: get_{A}
  summary: {WIDE}
  description: See https://example.com/{A}/{B}/{C} for more, {LONG}
  request: GET /{A}/{{id}}
  parameters:
    id: {{type: string, choices: [{A}, {B}, "{C} \\"quoted\\" {A} {A}"]}}
    filter: {{type: "string[]", description: "{WIDE}"}}
    one: {{type: string, choices: ["{LONG} | {LONG}"]}}
  returns:
    fields:
      {A}_{B}: {{type: array, items: {{fields: {{{C}_{B}: {{type: object, additional: {{type: "string[]"}}}}}}}}}}
- action: send
  summary: Send
  request: POST /send
  effect: sends
  body:
    fields:
      text: {{type: string, pattern: "^({A}|\\\\d {B} \\\\\\\\ '{C}' {WIDE})$", required: true}}
      kind: {{type: string, choices: [{A}, {B}, {C}]}}
      kinds: {{type: array, items: {{type: string, choices: [{A}, {B}, {C}]}}}}
      fixed: {{type: string, constant: "{LONG} {WIDE}"}}
      code: {{type: string, default: "say \\"{LONG}\\"", required: true}}
  returns: {{type: string, format: binary}}
- trigger: {A}_{B}
  summary: When something happens
  request: POST /hooks
  body:
    fields:
      url: {{type: string, required: true, callback: true}}
      options: {{fields: {{{A}_{"b" * 20}: string}}}}
  event: {{fields: {{text: string}}}}
- action: none
  summary: A call without arguments, whose name is {A}
  request: GET /none
"""


@pytest.fixture(scope="session")
def long_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The client of a connector with long and wide texts."""
    source = tmp_path_factory.mktemp("long")
    (source / "connector.yaml").write_text(SOURCE, encoding="utf-8")
    return rendered(source, tmp_path_factory.mktemp("long-client"))


def ruff(*arguments: str, text: str | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ruff", *arguments]
    return subprocess.run(command, capture_output=True, text=True, input=text, check=False)


@pytest.mark.parametrize("which", ["folder", "nasty_folder", "long_folder"])
def test_ruff_has_nothing_to_say(which: str, request: pytest.FixtureRequest) -> None:
    folder = str(request.getfixturevalue(which))
    checked = ruff("check", *OPTIONS, "--no-cache", "--select", "E,F,I,UP,B,SIM", folder)
    assert checked.returncode == 0, checked.stdout
    formatted = ruff("format", *OPTIONS, "--no-cache", "--diff", folder)
    assert formatted.returncode == 0, formatted.stdout


STATEMENTS = [
    f"x = ('{A}', '{B}',)",
    "x = (\n    1,\n)",
    "x = (\n)",
    "x = {\n    1: 2\n}",
    "x = {\n    1: 2,\n}",
    f'x = {{"key": ("{A}", "{B}", "{C}")}}',
    f'x = Input("{A}", "{B}", ("l", {{}}), {{"required": True}})',
    f'x = Input("{A}", "{B}", ("l", {{"a": "{C}"}}), {{"required": True}})',
    f"x = Input({A}, {B},\n    {C},\n)",
    f'x = ("l", ("m", "{A}", {{"enum": ("{B}", "{C}")}}), {{"minItems": 3}})',
    f"x: {A}{B}{C} | None",
    f"self.{A}_{B} = {A}_{B}",
    f"self.{A}{B}{C} = {A}{B}{C}",
    f'x: dict[str, Literal["{A}", "{B}", "{C}"]] | None',
    f"def f(self, a: {A}, b: {B} = 1) -> None:\n    pass",
    f'def f(self, a: Literal["{A}", "{B}", "{C}"] | None = None) -> None:\n    pass',
    f'def f(self, a: Sequence[Literal["{A}", "{B} | {C}", "{C}"]]) -> None:\n    pass',
    f"def f({A}: {B} | None = None) -> {C}:\n    pass",
    f"class {A}{B}{C}(Model):\n    pass",
    'x = ("]", "(", "a, b", "it\'s")',
]


@pytest.mark.parametrize("text", STATEMENTS)
def test_a_statement_is_laid_out_as_ruff_does(text: str) -> None:
    wanted = ruff("format", *OPTIONS, "-", text=text.replace("'" + A + "', '" + B + "'", f'"{A}", "{B}"')).stdout
    head, _, body = text.rpartition("\n    pass")
    made = "\n".join(statement((head or text).replace("'" + A + "', '" + B + "'", f'"{A}", "{B}"')))
    assert made + ("\n    pass" if head else "") == wanted.rstrip("\n"), body


@pytest.mark.parametrize("value", [LONG, WIDE, f'{LONG} "x" \\ \t é', f"'{LONG}'", "\\" * 300, A * 9])
def test_a_long_string_is_cut_without_a_change(value: str) -> None:
    from connectorkit.render.python_text import literal

    for text in (f"x = {literal(value)}", f"x = ({literal(value)}, 1)", f'x = {{"a": {literal(value)}}}'):
        lines = statement(text)
        assert max(map(width, lines)) <= 120
        assert ast.dump(ast.parse("\n".join(lines))) == ast.dump(ast.parse(text))


def test_imports_are_sorted_and_those_without_use_left_out() -> None:
    text = "from .b10 import Ab, B, A\nfrom .b2 import Z\nfrom .unused import No\n\nX = (A, B, Ab, Z, 'No')\n"
    assert tidy(text) == "from .b2 import Z\nfrom .b10 import A, Ab, B\n\nX = (A, B, Ab, Z, 'No')\n"


def test_docstrings_say_limits_and_examples_or_nothing(package: ModuleType) -> None:
    said = package.Client.create_list_contact.__doc__ or ""
    assert 'Example: "+61411111111"' in said
    assert "custom_1:" not in said and "A value" not in said and "List ID. You" not in said
    assert "messages:" not in (package.Client.sms_send.__doc__ or "")
