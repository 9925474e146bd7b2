"""The scripts of the page: typed by JSDoc for tsc, clean for eslint, and never turning text into markup."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desk import page_tools

# These start Node.js; make test-all runs them.
pytestmark = pytest.mark.part(0)


def test_the_scripts_of_the_page_are_typed_and_clean(tmp_path: Path) -> None:
    assert page_tools.types(tmp_path) == ""
    assert page_tools.lint(tmp_path) == ""


def test_a_wrong_type_and_markup_from_text_would_be_seen(tmp_path: Path) -> None:
    lines = [
        '"use strict";',
        "/** @param {HTMLElement} place */",
        "function bad(place) {",
        "  place.innerHTML = state.session.toke;",
        "}",
        'bad(byId("top"));',
    ]
    script = "\n".join(lines) + "\n"
    (tmp_path / "bad.js").write_text(script, encoding="utf-8")
    assert "bad.js(4,35)" in page_tools.types(tmp_path)
    assert "no-restricted-properties" in page_tools.lint(tmp_path)
