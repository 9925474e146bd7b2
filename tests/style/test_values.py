"""Written YAML looks handwritten, and is read back with the same value."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from connectorkit.model.connector import Json
from connectorkit.read import yaml_document
from connectorkit.style import style
from connectorkit.style.style import written
from connectorkit.style.values import Commented
from connectorkit.validate.key_order import TYPES

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
def test_what_is_written_is_read_back_and_in_the_style(value: dict[str, Json]) -> None:
    data = written(value, TYPES).encode("utf-8", "surrogatepass")
    tree, findings = yaml_document.parse("file.yaml", data)
    assert not findings and tree is not None, data
    assert tree.plain() == value and repr(sorted(map(repr, _leaves(tree.plain())))) == repr(
        sorted(map(repr, _leaves(value)))
    )
    assert style.styled("file.yaml", data, TYPES) == style.Styled(data, [])


def _leaves(value: Json) -> list[Json]:
    below = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return [value] if below is None else [leaf for one in below for leaf in _leaves(one)]


def test_names_have_lines_of_their_own_and_statuses_no_quotes() -> None:
    assert written({"responses": {"200": None, "404": "Not found"}, "request": "GET /a"}, "operation") == (
        "request: GET /a\nresponses:\n  200: null\n  404: Not found\n"
    )


def test_a_text_of_several_lines_is_a_block() -> None:
    text = written({"a": {"description": "One.\n\nTwo: three.\n"}}, TYPES)
    assert text == "a:\n  description: |\n    One.\n\n    Two: three.\n"


def test_a_long_text_is_folded() -> None:
    first, second = " ".join(["word"] * 19), " ".join(["word"] * 17)
    assert written({"description": f"{first} {second}"}, "connector") == f"description: >-\n  {first}\n  {second}\n"


def test_windows_line_ends_and_spaces_stand_in_quotes_line_by_line() -> None:
    assert written({"description": "The first line.\r\n  The second line."}, "connector") == (
        'description: "The first line.\\r\\n  The second line."\n'
    )
    long = "A line that is so long that two of them do not fit into the width of a file.\r\n"
    assert written({"description": long * 2 + " End. "}, "connector") == (
        'description: "\\\n'
        "  A line that is so long that two of them do not fit into the width of a file.\\r\\n\\\n"
        "  A line that is so long that two of them do not fit into the width of a file.\\r\\n\\\n"
        '  \\ End. "\n'
    )


def test_a_backslash_at_the_end_of_a_long_text_stays() -> None:
    value = "A line that ends in a space \n" + "and a long second line " * 4 + "\\"
    tree, _ = yaml_document.parse("file.yaml", written({"description": value}, "connector").encode())
    assert tree is not None and tree.plain() == {"description": value}


def test_single_quotes_save_escapes() -> None:
    text = written({"A": {"pattern": '[a-z]\\d+"', "title": "no", "example": "'x' \\"}}, TYPES)
    assert text == "A: {title: \"no\", example: '''x'' \\', pattern: '[a-z]\\d+\"'}\n"


def test_comments_stand_above_what_they_are_about() -> None:
    node = Commented({"action": "GetOrder", "effect": "reads"})
    node.comment = "Made up."
    node.notes["effect"] = "Guessed."
    assert written(node, "operation") == "# Made up.\naction: GetOrder\n# Guessed.\neffect: reads\n"
    assert written({"operations": [node]}, "connector") == (
        "operations:\n  # Made up.\n  - action: GetOrder\n    # Guessed.\n    effect: reads\n"
    )
