"""Marks under characters that take no column of a terminal, or two."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wcwidth import wcswidth

from connectorkit.cli.reports.code_frame import WIDTH, Frames
from connectorkit.diagnostics.finding import Span


def drawn(folder: Path, line: str, at: int, length: int = 1) -> tuple[str, str]:
    """The line and the marks under ``length`` characters from ``at``, without the margin at the left."""
    file = folder / "x.yaml"
    file.write_text(line + "\n", encoding="utf-8")
    shown, marks = Frames().draw(Span(str(file), 1, at + 1, 1, at + 1 + length))
    return shown[8:], marks[8:]


@pytest.mark.parametrize(
    ("before", "columns"),
    [
        ("a: ", 3),
        ("注文: ", 6),
        ("ﾊﾝｶｸ", 4),
        ("e\u0301: ", 3),
        ("\u1100\u1161\u11a8", 2),
        ("각", 2),
        ("❤", 1),
        ("❤\ufe0f", 2),
        ("👍🏽", 2),
        ("🇩🇪", 2),
        ("1\ufe0f\u20e3", 2),
        ("क्षि", 2),
        ("\t", 4),
        ("注\t", 4),
        ("注注\t", 8),
        ("\ufe0f\u0301", 0),
    ],
)
def test_marks_stand_in_the_column_of_the_terminal(before: str, columns: int, tmp_path: Path) -> None:
    shown, marks = drawn(tmp_path, f"{before}here", len(before), 4)
    assert shown.endswith("here")
    assert marks == " " * columns + "^^^^"


@pytest.mark.parametrize(
    ("line", "at", "length", "marks"),
    [
        ("注文x", 0, 2, "^^^^"),
        ("x👍🏽y", 1, 2, " ^^"),
        ("x👍🏽y", 2, 1, " ^^"),
        ("xe\u0301y", 1, 2, " ^"),
        ("xe\u0301y", 2, 1, " ^"),
        ("x❤\ufe0fy", 1, 2, " ^^"),
        ("x🇩🇪y", 1, 2, " ^^"),
    ],
)
def test_a_cluster_is_marked_as_a_whole(line: str, at: int, length: int, marks: str, tmp_path: Path) -> None:
    assert drawn(tmp_path, line, at, length) == (line, marks)


def test_what_joins_a_cut_off_character_is_cut_off_too(tmp_path: Path) -> None:
    shown, marks = drawn(tmp_path, "e\u0301" * 200 + "here" + "👍🏽" * 200, 400, 4)
    assert shown.startswith("…e\u0301") and shown.endswith("👍🏽…")
    assert shown[: shown.index("here")].count("e\u0301") + 1 == len(marks) - 4
    assert wcswidth(shown) <= WIDTH + 2


CLUSTERS = ["a", " ", "\t", "注", "ｱ", "e\u0301", "❤", "❤\ufe0f", "👍🏽", "🇩🇪", "가", "\u1100\u1161\u11a8", "क्षि"]
LETTERS = st.lists(st.sampled_from(CLUSTERS), max_size=150).map("".join)


@given(before=LETTERS, behind=LETTERS)
@settings(max_examples=200, deadline=None, derandomize=True)
def test_a_mark_is_as_wide_as_what_it_marks(before: str, behind: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    line = f"{before}|here|{behind}"
    shown, marks = drawn(tmp_path_factory.getbasetemp(), line, len(before) + 1, 4)
    assert wcswidth(shown[: shown.index("|here|") + 1]) == len(marks) - 4
    assert wcswidth(shown) <= WIDTH + 2


def test_the_tables_of_widths_are_loaded_for_other_than_ascii() -> None:
    code = (
        "import sys; from connectorkit.cli.reports import code_frame, terminal_safe;"
        "terminal_safe.cells('a\\tb\\x1b');"
        "assert 'wcwidth' not in sys.modules; terminal_safe.cells('\\u6ce8'); assert 'wcwidth' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
