"""readme.md and intro.md of an import: texts of the source, and pages that come back as they were."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from connectorkit.importing import pages
from connectorkit.model import page_frame
from tests.importing.test_command import folder, run, swagger

pytestmark = pytest.mark.part(0.5)

README = """\
# Shop Connector
Orders of a shop, from the counter to the door.

## Publisher: Contoso

## Pre-requisites
You need:

* an account
* a plan

## Supported Operations
### List orders
Lists them.
### Get an API key
Not about credentials.

## How to get credentials?
### Step 1
Ask for a key.  

## API Documentation
See [the docs](https://shop.example.com).

## Known Issues and Limitations
Orders of 2019 are missing.

## Frequently Asked Questions
### What are the limitations of the plan?
None.
"""
INTRO = (
    "Sell more.\n\n## Prerequisites\n\nYou need:\n\n* an account\n* a plan\n\n"
    "## Get started with your connector\n\nAdd a step.\n"
)


def built(tmp_path: Path, **files: bytes) -> tuple[dict[str, Any], dict[str, str]]:
    """connector.yaml of an import with these files beside the swagger, and the pages that are built from it."""
    shop = folder(tmp_path / "shop", swagger())
    for name, data in files.items():
        (shop / name.replace("_", ".")).write_bytes(data)
    assert run("import", shop, "--out", tmp_path / "out").exit_code == 0
    assert run("build", tmp_path / "out", "--out", tmp_path / "built", "--only", "connector").exit_code == 0
    source = yaml.safe_load((tmp_path / "out" / "connector.yaml").read_text())
    made = {path.name: path.read_bytes().decode() for path in (tmp_path / "built" / "connector").glob("*.md")}
    return source, made


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_readme_comes_back_as_it_was(tmp_path: Path, end: str, mark: str) -> None:
    original = mark + README.replace("\n", end)
    source, made = built(tmp_path, README_md=original.encode())
    assert made["readme.md"] == original
    assert source["known_issues"] == "Orders of 2019 are missing."
    assert (tmp_path / "out" / source["prerequisites"]).read_text() == "You need:\n\n* an account\n* a plan\n"
    assert (tmp_path / "out" / source["credentials_help"]).read_text() == "### Step 1\nAsk for a key.\n"


def test_nothing_is_said_in_the_name_of_an_author_who_said_nothing(tmp_path: Path) -> None:
    _, made = built(tmp_path, readme_md=b"# Shop\n\n## Limits\n\nOne call a day.\n")
    assert made["readme.md"] == "# Shop\n\n## Limits\n\nOne call a day.\n"
    assert "There are no known issues" not in made["intro.md"] and "Known issues" not in made["intro.md"]


def test_both_pages_share_what_both_say(tmp_path: Path) -> None:
    source, made = built(tmp_path, readme_md=README.encode(), intro_md=INTRO.encode())
    assert (made["readme.md"], made["intro.md"]) == (README, INTRO)
    assert source["intro"] == "Sell more."
    page = (tmp_path / "out" / source["intro_page"]).read_text()
    assert "<!-- connectorkit: prerequisites -->" in page and "an account" not in page


def test_an_introduction_alone_comes_back_as_it_was(tmp_path: Path) -> None:
    source, made = built(tmp_path, intro_md=INTRO.encode())
    assert made["intro.md"] == INTRO
    assert "an account" in made["readme.md"] and "prerequisites" in source


def test_a_text_that_has_no_place_gets_a_section(tmp_path: Path) -> None:
    built(tmp_path, readme_md=b"# Shop\n")
    with (tmp_path / "out" / "connector.yaml").open("a") as file:
        file.write("known_issues: It is slow.\n")
    assert run("build", tmp_path / "out", "--out", tmp_path / "built", "--only", "connector").exit_code == 0
    page = (tmp_path / "built" / "connector" / "readme.md").read_text()
    assert page == "# Shop\n\n## Known Issues and Limitations\n\nIt is slow.\n"


def test_the_list_of_operations_can_be_rendered(tmp_path: Path) -> None:
    built(tmp_path, readme_md=b"# Shop\n")
    (tmp_path / "out" / "readme.md").write_text("# Shop\n\n<!-- connectorkit: operations -->\n")
    assert run("build", tmp_path / "out", "--out", tmp_path / "built", "--only", "connector").exit_code == 0
    assert (tmp_path / "built" / "connector" / "readme.md").read_text() == "# Shop\n\n### ListOrders\n"


def test_an_unknown_placeholder_is_an_error(tmp_path: Path) -> None:
    built(tmp_path, readme_md=b"# Shop\n")
    (tmp_path / "out" / "readme.md").write_text("# Shop\n\n<!-- connectorkit: known_isues -->\n")
    result = run("check", tmp_path / "out")
    assert "readme.md:3:1: error SRC010: Unknown placeholder 'known_isues' in readme.md." in result.stdout


@pytest.mark.parametrize("heading", ["## {}", "# {}", "##{}", "### {} ###", "**{}**", "{}\n====", "## 2. {}:"])
@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("Prerequisites", "prerequisites"),
        ("Pre-requisites", "prerequisites"),
        ("Obtaining Credentials", "credentials_help"),
        ("Authentication", "credentials_help"),
        ("Known issues & limitations", "known_issues"),
        ("Getting Started", "intro"),
    ],
)
def test_headings_that_authors_use(heading: str, words: str, key: str) -> None:
    page = f"{heading.format('Shop')}\n\nA shop.\n\n{heading.format(words)}\n\nSome text.\n"
    assert pages.taken(page.encode(), None, frozenset())[key] == ("Some text.", {})


def test_a_heading_in_a_block_of_code_is_none() -> None:
    page = "# Shop\n\n```\n## Prerequisites\nno\n```\n"
    assert set(pages.taken(page.encode(), None, frozenset())) == {"readme"}


_LINES = st.sampled_from(
    (
        *("", " ", "text", "  text  ", "```", "---", "\t*  x", "\u2028", "\x0c", "<!-- connectorkit: intro -->"),
        *("# Shop", "## Prerequisites", "##Known issues", "Credentials", "**Getting started**", "### Limitations"),
    )
)


@given(st.lists(_LINES), st.sampled_from(["\n", "\r\n", "\r"]), st.lists(_LINES))
def test_any_pages_come_back(readme: list[str], end: str, intro: list[str]) -> None:
    readme_text, intro_text = end.join(readme), end.join(intro)
    made = pages.taken(readme_text.encode(), intro_text.encode(), frozenset())
    texts = {key: value for key, (value, files) in made.items() if not files}
    texts |= {key: next(iter(files.values())).decode().strip() for key, (_, files) in made.items() if files}
    for key, text in (("readme", readme_text), ("intro_page", intro_text)):
        frame = next(iter(made[key][1].values())).decode()
        if "connectorkit:" not in text:
            filled = page_frame.fill(frame, texts, complete=key == "readme")
            assert filled.replace("\r\n", "\n").replace("\r", "\n") == text.replace("\r\n", "\n").replace("\r", "\n")


def test_what_is_left_behind_is_reported(tmp_path: Path) -> None:
    shop = folder(tmp_path / "shop", swagger())
    for name in ("script.cs", "Icon.png", "logo-large.png", "swagger-old.yaml"):
        (shop / name).write_bytes(b"x")
    (shop / "images").mkdir()
    (shop / "settings.json").write_text(json.dumps({"environment": "Default-1", "icon": "icon.png"}))
    result = run("import", shop, "--out", tmp_path / "out")
    assert result.exit_code == 0
    assert {"script.csx", "icon.png"} < {path.name for path in (tmp_path / "out").iterdir()}
    assert "'script.cs' was used as script.csx." in result.stdout
    assert "3 entries of the folder cannot be part of the source: 'images/', 'logo-large.png', 'swagger-old.yaml'." in (
        result.stdout
    )
    assert "settings.json is rendered without 'environment'." in result.stdout
