"""Tags in a source are refused; in a file of another tool, those of YAML give the type of a value."""

import pytest

from connectorkit.read import yaml_document
from connectorkit.read.yaml_document import Texts

TEXT = """\
plain: !!str 1.10
bare: ! word
? !!str key
: [!own 1, &first !!int "3", *first]
mapping: !!map {a: 1}
block: !!str |
  text
quoted: '!!str 5'
"""


def read(text: str, texts: Texts | None = None) -> tuple[object, list[tuple[int, int, str]]]:
    tree, findings = yaml_document.parse("a.yaml", text.encode(), texts=texts)
    assert tree is not None and {finding.id for finding in findings} <= {"YAML007"}
    return tree.plain(), [(one.span.line, one.span.column, one.severity) for one in findings]


def test_a_source_has_no_tags_and_each_is_reported_once() -> None:
    _, findings = read(TEXT)
    assert [(line, column) for line, column, _ in findings] == [
        (1, 8),
        (2, 7),
        (3, 3),
        (4, 4),
        (4, 12),
        (5, 10),
        (6, 8),
    ]
    assert {severity for _, _, severity in findings} == {"error"}


def test_a_file_of_another_tool_keeps_the_types_that_its_tags_name() -> None:
    value, findings = read(TEXT, ())
    assert value == {
        "plain": "1.10",
        "bare": "word",
        "key": ["1", 3, 3],
        "mapping": {"a": 1},
        "block": "text\n",
        "quoted": "!!str 5",
    }
    assert findings == [(4, 4, "warning")]


@pytest.mark.parametrize("text", ["\ufeffa: !!str 5\n", "# é\U0001f600\na: !!str 5\n", "%YAML 1.2\n---\na: !!str 5\n"])
def test_the_place_of_a_tag_does_not_depend_on_what_stands_before_it(text: str) -> None:
    value, findings = read(text, ())
    assert value == {"a": "5"} and not findings
    assert len(read(text)[1]) == 1
