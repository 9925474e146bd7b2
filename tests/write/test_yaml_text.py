"""YAML as a person writes it: it reads well, and it is read back as what it was."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from connectorkit.model.connector import Json
from connectorkit.read import yaml_document
from connectorkit.write.yaml_text import Commented, emit

PIECES = st.sampled_from(
    [
        *(" ", "\n", "\r\n", "\t", "\\", '"', "'", ": ", " #", "- ", "word", "A longer piece of text, ", "{", "}"),
        *("[", "]", ",", "200", "true", "no", "~", "é", "\u2028", "\u00a0", "%"),
    ]
)
TEXTS = st.one_of(st.lists(PIECES, max_size=30).map("".join), st.text(max_size=20))
SCALARS = st.one_of(TEXTS, st.integers(-(10**9), 10**9), st.booleans(), st.none(), st.floats(-1e9, 1e9))


def inside(below: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    return st.one_of(st.lists(below, max_size=4), st.dictionaries(TEXTS, below, max_size=4))


VALUES: st.SearchStrategy[Json] = st.recursive(SCALARS, inside, max_leaves=12)


@given(st.dictionaries(TEXTS, VALUES, min_size=1, max_size=4))
def test_what_is_written_is_read_back(value: dict[str, Json]) -> None:
    text = emit(value)
    tree, findings = yaml_document.parse("file.yaml", text.encode("utf-8", "surrogatepass"))
    assert not findings and tree is not None, text
    assert repr(tree.plain()) == repr(value), text


def test_short_things_stand_on_one_line_and_statuses_bare() -> None:
    assert emit({"responses": {"200": None, "404": "Not found"}, "version": "1.0"}) == (
        'responses: {200: null, 404: Not found}\nversion: "1.0"\n'
    )


def test_a_text_of_several_lines_is_a_block() -> None:
    text = emit({"a": {"description": "One.\n\nTwo: three.\n"}})
    assert text == "a:\n  description: |\n    One.\n\n    Two: three.\n"


def test_a_long_text_is_folded() -> None:
    first, second = " ".join(["word"] * 23), " ".join(["word"] * 17)
    assert emit({"description": f"{first} {second}"}) == f"description: >-\n  {first}\n  {second}\n"


def test_windows_line_ends_and_blanks_stand_in_quotes_line_by_line() -> None:
    assert emit({"description": "The first line.\r\n  The second line."}) == (
        'description: "The first line.\\r\\n  The second line."\n'
    )
    long = "A line that is so long that two of them do not fit into the width of a file.\r\n"
    assert emit({"description": long * 2 + " End. "}) == (
        'description: "\\\n'
        "  A line that is so long that two of them do not fit into the width of a file.\\r\\n\\\n"
        "  A line that is so long that two of them do not fit into the width of a file.\\r\\n\\\n"
        '  \\ End. "\n'
    )


def test_comments_stand_above_what_they_are_about() -> None:
    node = Commented({"action": "GetOrder", "effect": "reads"})
    node.comment = "Made up."
    node.notes["effect"] = "Guessed."
    assert emit(node) == "# Made up.\naction: GetOrder\n# Guessed.\neffect: reads\n"
    assert emit({"operations": [node]}) == (
        "operations:\n# Made up.\n- action: GetOrder\n  # Guessed.\n  effect: reads\n"
    )
