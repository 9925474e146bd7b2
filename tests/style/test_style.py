"""The style: the form of each kind of text, and the exceptions."""

from __future__ import annotations

from textwrap import dedent

import pytest

from connectorkit.style import emit, style
from connectorkit.validate.key_order import TYPES


def formatted(text: str, concept: str = TYPES) -> str:
    """A text in the style; formatting it again changes nothing."""
    made = style.styled("file.yaml", dedent(text).encode(), concept)
    assert made.findings == []
    assert style.styled("file.yaml", made.data, concept) == made
    return made.data.decode()


def kept(text: str, concept: str = TYPES) -> bool:
    """Whether a text is in the style already."""
    return formatted(text, concept) == dedent(text)


def left(text: str) -> tuple[str, int]:
    """Id and line of the only finding about a file that is not changed."""
    data = text.encode()
    made = style.styled("file.yaml", data, TYPES)
    assert made.data == data and len(made.findings) == 1
    return made.findings[0].id, made.findings[0].span.line


def test_attributes_stand_in_braces_up_to_four_and_100_columns() -> None:
    assert formatted("A:\n  required: true\n  type: string\n") == "A: {type: string, required: true}\n"
    five = "A: {type: string, title: T, description: D, required: true, default: d}\n"
    assert formatted(five) == ("A:\n  type: string\n  title: T\n  description: D\n  required: true\n  default: d\n")
    exact = f"A: {{type: string, description: {'x' * 68}}}\n"
    assert len(exact) == 101 and kept(exact)
    assert formatted(exact.replace("xx", "xxx", 1)) == f"A:\n  type: string\n  description: {'x' * 69}\n"


def test_names_and_what_is_nested_stand_in_lines_of_their_own() -> None:
    assert formatted("A: {fields: {id: int32, to: {type: B, choices: {1: One}}}, undeclared: {}}\n") == dedent(
        """\
        A:
          fields:
            id: int32
            to:
              type: B
              choices:
                1: One
          undeclared: {}
        """
    )


def test_keys_come_in_the_order_of_the_documentation_and_names_in_their_own() -> None:
    text = "returns: {fields: {z: int32, a: int32}}\nunknown: 1\nrequest: GET /x\nsummary: S\naction: A\n"
    assert formatted(text, "operation") == (
        "action: A\nsummary: S\nrequest: GET /x\nreturns:\n  fields:\n    z: int32\n    a: int32\nunknown: 1\n"
    )


def test_operations_in_place_have_space_between_them() -> None:
    text = (
        "operations:\n- a.yaml\n- action: A\n  request: GET /x\n- {action: B, request: GET /y}\n- b.yaml\n- path: /z\n"
    )
    assert formatted(text, "connector") == (
        "operations:\n  - a.yaml\n\n  - action: A\n    request: GET /x\n\n"
        "  - action: B\n    request: GET /y\n\n  - b.yaml\n  - path: /z\n"
    )


def test_scalars_keep_their_type() -> None:
    words = ("0123", "1.0", "~", "True", "no", "2031-05-04")
    text = "".join(f"{name}: {{default: {word}}}\n" for name, word in zip("ABCDEF", words, strict=True))
    assert formatted(text) == (
        "A: {default: 0123}\nB: {default: 1.0}\nC: {default: null}\nD: {default: true}\n"
        'E: {default: "no"}\nF: {default: "2031-05-04"}\n'
    )


def test_comments_keep_their_place() -> None:
    assert formatted(
        """\
        # About the file.

        # About B.
        B: {required: true,   # yes
          # The type.
          type: string}
        C:   # About C.
          fields:
          - one
          # About two.
          - two
        D: >- # About D.
          long
          text
        A: {fields: {
          # Nothing yet.
          }}
        # The end.
        """
    ) == dedent(
        """\
        # About the file.

        # About B.
        B:
          # The type.
          type: string
          required: true  # yes
        C:  # About C.
          fields:
            - one
            # About two.
            - two
        D: long text  # About D.
        A:
          # Nothing yet.
          fields: {}
        # The end.
        """
    )


def test_a_comment_moves_with_its_key() -> None:
    text = "# About the call.\nrequest: GET /x\n\n# About the name.\naction: A  # once\n"
    assert formatted(text, "operation") == "# About the name.\naction: A  # once\n# About the call.\nrequest: GET /x\n"


def test_a_comment_below_dashes_in_the_column_of_the_keys_is_about_the_mapping() -> None:
    text = "A:\n  exact:\n    required_fields:\n    - id\n  # The end of A.\nB: int32\n"
    assert formatted(text) == "A:\n  exact: {required_fields: [id]}\n  # The end of A.\nB: int32\n"


def test_a_line_for_the_editor_stays_at_the_top() -> None:
    text = "# yaml-language-server: $schema=x.json\nrequest: GET /x\naction: A\n"
    assert formatted(text, "operation") == "# yaml-language-server: $schema=x.json\naction: A\nrequest: GET /x\n"


def test_one_empty_line_parts_groups() -> None:
    assert formatted("\n\nA: int32\n\n\n\n# Others\nB: int32\n\n\n") == "A: int32\n\n# Others\nB: int32\n"


def test_line_ends_and_the_byte_order_mark_stay() -> None:
    made = style.styled("file.yaml", b"\xef\xbb\xbfA:\r\n    type: string\r\n", TYPES)
    assert made.data == b"\xef\xbb\xbfA: {type: string}\r\n"


def test_anchors_stay_before_their_aliases() -> None:
    assert kept("A: &a {type: string}\nB: {items: *a}\n")
    # In the order of the documentation, the alias would come first.
    text = "request: GET /x\nwaive: &w\n  OPR100: why\nextra: *w\naction: A\n"
    assert formatted(text, "operation") == text


@pytest.mark.parametrize(
    ("text", "id", "line"),
    [
        ("A: {type: string\n", "YAML001", 2),
        ("A: 1\nB: 2\nA: 3\nA: 4\n", "YAML004", 3),
        ("A: 1\n---\nB: 2\n", "YAML001", 2),
        ("A: int32\nB: !!str 5\n", "YAML007", 2),
        ("%YAML 1.2\n---\nA: int32\n", "STY020", 1),
        ("A: &k int32\n&b B: int32\n", "STY020", 2),
        ("A: &k x\n*k : int32\n", "STY020", 2),
        ("A: {<<: {type: string}}\n", "YAML006", 1),
    ],
)
def test_what_could_not_be_written_again_is_left(text: str, id: str, line: int) -> None:
    assert left(text) == (id, line)


@pytest.mark.parametrize("text", ["", "# Nothing but a comment.\n", "just a text\n", "5\n"])
def test_a_file_that_is_no_mapping_is_left(text: str) -> None:
    assert style.styled("file.yaml", text.encode(), TYPES) == style.Styled(text.encode(), [])


def test_a_loss_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    real = emit.emit
    for loss in (("int32", "int64"), ("# why", "# what"), ("A: int32\n", ""), ("A: int32\nB: x\n", "B: x\nA: int32\n")):
        monkeypatch.setattr(style, "emit", lambda document, loss=loss: real(document).replace(*loss))
        assert left("A:   int32\nB: x\n# why\n") == ("STY020", 1)
