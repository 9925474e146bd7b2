"""`connectorkit migrate`: a source in older words builds the same files in the words of today.

`older/` has every kind of older word, and `built/` what the toolkit built from it when these were its words.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from connectorkit import pipeline
from connectorkit.cli.commands import command
from connectorkit.model import json_pointer
from connectorkit.style import migrate, style
from connectorkit.validate import concepts, key_order, older_words

HERE = Path(__file__).parent
BUILT = sorted((HERE / "built").iterdir())


def run(*arguments: object) -> Result:
    return CliRunner().invoke(command, [*map(str, arguments)])


@pytest.fixture
def older(tmp_path: Path) -> Path:
    return Path(shutil.copytree(HERE / "older", tmp_path / "orders"))


def texts(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.yaml"))}


def test_what_is_built_stays_the_same(older: Path) -> None:
    result = run("migrate", older)
    assert result.exit_code == 0
    assert result.stderr.splitlines()[-1] == "3 files migrated, 0 unchanged"
    assert f"{older}/types.yaml" in result.stderr.splitlines()
    built = pipeline.build(older, ("connector",), loose=True)
    for path in BUILT:
        assert json.loads(built.files[f"connector/{path.name}"]) == json.loads(path.read_bytes()), path.name


def test_it_is_done_once_and_the_result_is_in_the_style(older: Path) -> None:
    run("migrate", older)
    after = texts(older)
    assert run("migrate", older).stderr == "0 files migrated, 3 unchanged\n"
    assert run("migrate", "--check", older).exit_code == 0
    assert run("format", "--check", older).exit_code == 0
    assert texts(older) == after


def test_comments_stay_with_their_keys(older: Path) -> None:
    run("migrate", older)
    after = texts(older)
    assert (
        "  # The gateway has no scheme of its own.\n  host: orders.contoso.com  # production\n"
        in after["connector.yaml"]
    )
    assert "    body_name: order  # what the gateway calls it\n" in after["connector.yaml"]
    assert "  exact:\n    # In the order of the service.\n    required_fields: [total, id]\n" in after["types.yaml"]
    assert after["connector.yaml"].startswith("# The connector of the orders team.\n")


def test_names_that_a_person_chose_are_no_words(older: Path) -> None:
    run("migrate", older)
    assert "    constant: {type: string}\n    internal: string\n" in texts(older)["types.yaml"]


@pytest.mark.parametrize("option", ["--check", "--diff"])
def test_nothing_is_written_for_a_question(older: Path, option: str) -> None:
    before = texts(older)
    result = run("migrate", option, older)
    assert result.exit_code == 1 and "types.yaml" in result.stdout
    assert texts(older) == before


def test_check_names_each_older_word_with_its_place(older: Path) -> None:
    found = json.loads(run("check", older, "--format", "json").stdout)["findings"]
    said = {
        (Path(one["file"]).name, one["line"], one["message"].split("'")[1]): one["message"].split("'")[-2]
        for one in found
        if one["help"] == "Run `connectorkit migrate`."
    }
    assert said["connector.yaml", 6, "host"] == "exact.host"
    assert said["connector.yaml", 40, "body_name"] == "exact.style.body_name"
    assert said["connector.yaml", 46, "summary"] == "title"
    assert said["connector.yaml", 61, "internal"] == "constant"
    assert said["types.yaml", 11, "choice_names"] == "exact.choice_names"
    run("migrate", older)
    found = json.loads(run("check", older, "--format", "json").stdout)["findings"]
    assert [one["message"] for one in found if one["id"].startswith("FMT-")] == []


def test_a_file_that_no_source_names_is_known_by_its_keys(tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "action.yaml").write_text("action: A\nrequest: GET /a\nid_written: false\n")
    (tmp_path / "other.yaml").write_text("id_written: false\n")
    result = run("migrate", tmp_path)
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (0, "1 file migrated, 0 unchanged")
    after = (tmp_path / "more" / "action.yaml").read_text()
    assert after == "action: A\nrequest: GET /a\nexact: {id_written: false}\n"
    assert (tmp_path / "other.yaml").read_text() == "id_written: false\n"


def test_what_is_there_under_both_words_is_left_for_a_person() -> None:
    text = b"request: GET /a\naction: A\nparameters: {a: {internal: 1, constant: 2}}\n"
    assert migrate.migrated("a.yaml", text, "operation").data == text


def test_a_broken_file_is_left(tmp_path: Path) -> None:
    (tmp_path / "connector.yaml").write_text("connector: A\nhost: [\n")
    result = run("migrate", tmp_path)
    assert result.exit_code == 1 and "YAML001" in result.stdout
    assert (tmp_path / "connector.yaml").read_text() == "connector: A\nhost: [\n"


def test_every_renamed_key_names_one_of_the_format() -> None:
    for one in older_words.RENAMED:
        part: Any = json_pointer.find(concepts.schema(one.concept), one.part, None)
        known = part["properties"]
        assert one.new in known and one.old not in known, one


def test_a_word_of_today_is_no_older_one() -> None:
    for concept in concepts.CONCEPTS:
        view = key_order.mapping(key_order.top(concept), ())
        schema = key_order.described(key_order.top(concept), ())
        assert [key for key in view.order if older_words.new_key(schema, key)] == []


def test_an_empty_exact_is_no_loss() -> None:
    text = b"action: A\nrequest: GET /a\nexact: {}\n"
    assert style.styled("a.yaml", text, "operation").data == text
