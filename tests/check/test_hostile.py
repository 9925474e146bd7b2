"""A check of any file ends soon, with findings or with one line, and never with a traceback."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.check.rules.example import laid
from tests.conftest import SMALL, Run
from tests.paths import CONNECTOR

from connectorkit.check import check
from connectorkit.diagnostics.finding import Unusable

CHAIN = "types:\n" + "".join(f"  T{n}: {{type: T{n + 1}}}\n" for n in range(3000)) + "  T3000: string\n"
BOMB = "".join(f"  T{n}: {{fields: {{a: T{n + 1}, b: T{n + 1}}}}}\n" for n in range(40)) + "  T40: string\n"
ALIASES = "".join(f" a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 9))
AT = "server: https://orders.example.com/v1\n"

# A source, and the id of the finding about it.
CASES = {
    "aliases of aliases": (SMALL + "extra:\n a0: &a0 [x, x]\n" + ALIASES, "YAML003"),
    "an anchor that holds itself": (SMALL + "extra: &a {a: *a}\n", "YAML003"),
    "a million keys": (SMALL + "extra:\n" + "".join(f" {n}: 1\n" for n in range(1_000_000)), "YAML003"),
    "brackets without end": (SMALL + "extra: " + "[" * 50_000, "YAML002"),
    "dashes without end": (SMALL + "extra:\n  " + "- " * 50_000 + "a\n", "YAML002"),
    "a key of a million letters": (SMALL + "? " + "k" * 1_000_000 + "\n: 1\n", "FMT-additionalProperties"),
    "a text of two million letters": (SMALL.replace("Contoso Orders\n", f"'{'!' * 2_000_000}.'\n"), "INF020"),
    "thousands of operations": (AT + "connector: A\noperations: [" + "a.yaml, " * 50_000 + "]\n", "SRC003"),
    "thousands of wrong operations": (AT + "connector: A\noperations: [" + "{}, " * 20_000 + "]\n", "FMT-oneOf"),
    "types that grow with each use": (
        SMALL.replace("  Order: {", BOMB + "  Order: {next: T0, ", 1).replace(
            "next: T0, fields: {", "fields: {next: T0, "
        ),
        "TYP003",
    ),
    "types that lead on and on": (SMALL.replace("returns: Order", "returns: T0").replace("types:\n", CHAIN), "TYP003"),
    "a word of brackets": (SMALL.replace("note: string", f"note: 'string{'[]' * 5000}'"), "TYP003"),
    "a tab": (SMALL + "\textra: {}\n", "YAML001"),
    "a letter of no width that ends the text": (SMALL + "a: \x00\n", "YAML002"),
    "half of a character": (SMALL.replace("Contoso Orders", '"\\ud800"'), "YAML001"),
    "two documents": (SMALL + "---\n" + SMALL, "YAML001"),
    "a number too large for any program": (SMALL + f"throttle: {{calls: {'9' * 5000}, seconds: 1}}\n", "FMT-type"),
}


@pytest.mark.part(0.2)
@pytest.mark.parametrize("case", CASES)
def test_a_hostile_source_ends_in_findings(case: str, tmp_path: Path) -> None:
    text, id = CASES[case]
    (tmp_path / "connector.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "a.yaml").write_text("action: A\nsummary: A\nrequest: GET /a\n", encoding="utf-8")
    found = check.check(tmp_path).findings
    assert id in {finding.id for finding in found}
    assert len(found) < 2000
    assert all(len(finding.message) < 3000 and finding.span.line > 0 for finding in found)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "latin-1"])
def test_another_encoding_is_one_line_and_status_2(encoding: str, source: Path, run: Run) -> None:
    (source / "connector.yaml").write_bytes(SMALL.replace("Contoso", "Café").encode(encoding))
    result = run("check", source)
    assert result.exit_code == 2
    assert "save the file as UTF-8" in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("ends", ["\r\n", "\r"], ids=["crlf", "cr"])
def test_other_line_ends_and_a_mark_give_the_same_places(ends: str, source: Path, run: Run) -> None:
    broken = SMALL.replace("summary:", "sumary:")
    outputs = []
    for text in (broken, "\ufeff" + broken.replace("\n", ends)):
        (source / "connector.yaml").write_bytes(text.encode())
        outputs.append(run("check", source, "--profile", "custom").stdout)
    assert outputs[0] == outputs[1]
    assert "connector.yaml:9:3: error FMT-additionalProperties" in outputs[0]


MARKS = [b"{", b"[", b"}", b"&a ", b"*a", b"!", b"|", b'"', b": ", b"- ", b"#", b"\n", b"? ", b"~", b"<<: "]


@pytest.mark.part(0.1)
@pytest.mark.parametrize("seed", range(40))
def test_any_change_of_the_bytes_of_a_source(seed: int) -> None:
    chance = random.Random(seed)
    path = chance.choice(sorted(CONNECTOR.rglob("*.yaml")))
    data = bytearray(path.read_bytes())
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data))
        new = (bytes([chance.randrange(256)]), b"", data[at : at + 60], chance.choice(MARKS))
        data[at : at + chance.choice((0, 1, 30))] = chance.choice(new)
    try:
        found = check.check(CONNECTOR, "certified", {str(path): bytes(data)}).findings
    except Unusable as error:
        assert "UTF-8" in str(error)
        return
    assert all(finding.span.line > 0 and finding.help and finding.fingerprint for finding in found)
    assert not [finding for finding in found if "cannot judge" in finding.message]


VALUES: list[Any] = [
    None,
    "",
    "x",
    1,
    True,
    [],
    {},
    ["a"],
    [[]],
    {"type": "string"},
    -1,
    1.5,
    "string[]",
    "none",
    {"raw": 5},
    {"extra": {"x": 1}},
    "GET /a",
    10**30,
    {"waive": {"INF010": "x"}},
]


@pytest.mark.part(0.2)
@pytest.mark.parametrize("seed", range(40))
def test_any_change_of_the_values_of_a_source(seed: int, tmp_path: Path) -> None:
    chance, document = random.Random(seed), laid("{}")
    document["operations"] = list(document["operations"].values())
    for _ in range(chance.randint(1, 4)):
        node = chance.choice([node for node in containers(document) if node])
        key: Any = chance.choice(list(node)) if isinstance(node, dict) else chance.randrange(len(node))
        node[key] = chance.choice(VALUES)
    (tmp_path / "connector.yaml").write_text(yaml.safe_dump(document, sort_keys=False), encoding="utf-8")
    found = check.check(tmp_path, "certified").findings
    assert all(finding.span.line > 0 and finding.help and finding.fingerprint for finding in found)
    assert not [finding for finding in found if "cannot judge" in finding.message]


def containers(node: Any) -> list[Any]:
    below = list(node.values()) if isinstance(node, dict) else node if isinstance(node, list) else []
    return [node, *(one for item in below for one in containers(item))] if isinstance(node, (dict, list)) else []
