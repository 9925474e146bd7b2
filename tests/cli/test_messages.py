"""`connectorkit explain --message`: messages of the platform, however they are pasted."""

from __future__ import annotations

import json
import re
import textwrap
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from jsonschema import Draft202012Validator
from tests.paths import ROOT

from connectorkit.check.rules import find as find_rule
from connectorkit.cli import message_reference
from connectorkit.cli.commands import command
from connectorkit.cli.messages import catalogue, matching
from connectorkit.cli.messages.catalogue import Message
from connectorkit.diagnostics import finding_notes

pytestmark = pytest.mark.part(0.08)

ALL = catalogue.messages()
EACH = pytest.mark.parametrize("message", ALL, ids=[message.name for message in ALL])
FRAMES = {message.name for message in ALL if message.frame}
VALUES = ("Get_Order-2", "/orders/{id}/lines", "application/xml", "12", "x-ms-summary", "body/items[0].név")


def filled(message: Message, start: int = 0) -> str:
    """The message as the platform writes it: with values for what varies."""
    count = iter(range(start, start + 50))
    return re.sub(r"\{\w+\+?\}", lambda _: VALUES[next(count) % len(VALUES)], message.text)


def names(text: str) -> list[str]:
    return [one.message.name for one in matching.found(text)]


def run(*arguments: str, pasted: str | None = None) -> tuple[int, str]:
    done = CliRunner().invoke(command, ["explain", *arguments], input=pasted)
    return done.exit_code, done.stdout + done.stderr


def test_the_files_follow_their_closed_schema() -> None:
    schema = json.loads(catalogue.SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    for name in catalogue.FILES:
        file = yaml.safe_load((catalogue.FOLDER / name).read_text(encoding="utf-8"))
        assert [error.message for error in Draft202012Validator(schema).iter_errors(file)] == []
        assert list(Draft202012Validator(schema).iter_errors({**file, "more": 1})) != []


def test_every_message_has_its_own_name_and_text_and_a_public_source() -> None:
    assert len({message.name for message in ALL}) == len({matching.plain(message.text) for message in ALL}) == len(ALL)
    assert all(message.source.startswith("https://") for message in ALL)


def test_there_are_enough_messages_of_each_kind() -> None:
    assert len(ALL) >= 60
    assert sum("validation" in message.where and bool(message.rules) for message in ALL) >= 40
    assert {place for message in ALL for place in message.where} == set(catalogue.PLACES)


@EACH
def test_the_rules_of_a_message_exist(message: Message) -> None:
    assert [id_ for id_ in message.rules if not find_rule(id_) and not finding_notes.find(id_)] == []
    assert message.rules or message.do


@EACH
def test_a_message_is_found_whatever_varies_in_it(message: Message) -> None:
    assert [names(filled(message, start)) for start in range(6)] == [[message.name]] * 6


@EACH
def test_a_message_is_found_however_it_is_quoted_and_wrapped(message: Message) -> None:
    text = filled(message)
    assert names(text.replace("'", '"')) == [message.name]
    assert names(text.replace("'", "\u2019").upper()) == [message.name]
    assert names(text.replace("'", "&apos;")) == [message.name]
    assert names(json.dumps(json.dumps({"message": text}))) == [message.name]
    assert names(json.dumps({"message": text}).replace("'", "\\u0027")) == [message.name]
    assert names("\n".join(textwrap.wrap(text, 30))) == [message.name]
    assert names(re.sub("(.{37})", r"\1\n", text)) == [message.name]


@EACH
def test_a_message_is_found_in_a_log(message: Message) -> None:
    lines = textwrap.wrap(filled(message), 60)
    stamped = "\n".join(f"2026-03-01T10:22:{number:02}.123Z {line}" for number, line in enumerate(lines))
    log = f"2026-03-01T10:22:00Z Starting: validate\n{stamped}\n2026-03-01T10:23:00Z Finishing: exit code 1\n"
    assert names(log) == [message.name]
    assert names("##[error]" + filled(message) + " ValuePath: /paths/~1contacts/post/responses/default") == [
        message.name
    ]


@EACH
def test_a_message_that_is_cut_off_is_found_or_leaves_those_that_begin_alike(message: Message) -> None:
    text = filled(message)
    kept = text[: len(text) * 3 // 4]
    if len(matching.plain(re.sub(r"\{\w+\+?\}", "", message.text))) < 40:
        pytest.skip("too few words of its own to tell it from others when it is cut off")
    for cut in (kept, f"{kept}...", f"Error: {kept}\u2026\nsecond line"):
        found = matching.found(cut)
        assert message.name in [one.message.name for one in found]
        assert all(one.cut for one in found) or not found[0].cut


def test_the_end_of_a_message_is_enough() -> None:
    assert names("ed multiple times. Operation identifiers must be unique.") == ["OperationIdNotUnique"]
    assert names("erent capitalization. Paths must be unique when compared case-insensitively.'") == ["PathRedefined"]


def test_all_messages_of_one_paste_are_found_in_its_order() -> None:
    chosen = [message for message in ALL if not message.frame][::7]
    assert names(" ## ".join(f"Error : a/b : {filled(message)}" for message in chosen)) == [one.name for one in chosen]
    assert names("\n".join(f"- {filled(message)}" for message in chosen)) == [one.name for one in chosen]


def test_a_message_that_comes_twice_is_counted() -> None:
    twice = "The operation 'operationId' property is required.\n" * 2
    assert [(one.message.name, one.times) for one in matching.found(twice)] == [("OperationIdRequired", 2)]


def test_a_frame_is_explained_only_when_it_stands_alone() -> None:
    alone = "Specified swagger has the following errors:"
    assert names(alone) == ["SpecifiedSwagger"]
    assert names(f"{alone} 'The 'host' property, if present, must be a valid URI host without a scheme or path.'") == [
        "HostNameNotValid"
    ]


def test_a_code_alone_is_enough_but_not_a_part_of_a_word() -> None:
    assert names('{"Code": "ArrayHasNoItems"}') == ["ArrayHasNoItems"]
    assert names("MyArrayHasNoItemsAtAll") == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Everything is fine.",
        "The operation is",
        "null",
        "Error: connection reset by peer",
        "required",
        "\x00\ud800",
    ],
)
def test_other_texts_are_no_messages(text: str) -> None:
    assert names(text) == []


@pytest.mark.part(0)
def test_a_long_hostile_text_is_read_quickly_enough_to_end() -> None:
    assert names("The operations " + "and " * 40_000 + "The path " * 10_000) == []


def test_the_answer_names_meaning_rule_and_source() -> None:
    status, said = run(
        "--message", "The operationId 'GetOrder' is used multiple times. Operation identifiers must be unique."
    )
    assert status == 0
    rule = find_rule("OPR020")
    assert rule is not None
    for part in ("OperationIdNotUnique", "Two operations", f"OPR020: {rule.title}", rule.help, "https://github.com/"):
        assert part in said


def test_an_unknown_message_exits_with_1_and_names_the_nearest() -> None:
    status, said = run("--message", "The operationId 'A' is used by nobody. Operation identifiers must be short.")
    assert (status, said.splitlines()[0]) == (1, "This message is unknown.")
    assert "OperationIdNotUnique" in said
    assert run("--message", "Zebra quagga okapi.")[1].count("unknown") == 1


def test_what_is_unknown_beside_a_known_message_is_named() -> None:
    status, said = run("--message", "Error : a : The array should have items specified. ## Error : b : Okapi quagga.")
    assert status == 0
    assert 'Unknown: "Error : b : Okapi quagga."' in said


def test_a_paste_is_read_from_standard_input() -> None:
    assert "ArrayHasNoItems" in run("--message", "-", pasted="log\nThe array should have items specified.\n")[1]


def test_with_a_source_the_lines_are_named(tmp_path: Path) -> None:
    file = tmp_path / "apiDefinition.swagger.json"
    answers = {"200": {"description": "OK"}}
    paths = {f"/{name}": {"get": {"operationId": "Same", "responses": answers}} for name in ("first", "second")}
    file.write_text(json.dumps({"swagger": "2.0", "info": {}, "host": "a.example.com", "paths": paths}, indent=1))
    text = "The operationId 'Same' is used multiple times. Operation identifiers must be unique."
    status, said = run("--message", text, "--source", str(file))
    line = file.read_text().splitlines().index('  "/second": {') + 3
    assert (status, f"{file}:{line}:" in said) == (0, True)
    assert "nowhere" in run("--message", "The 'schemes' array requires at least one value.", "--source", str(file))[1]
    assert run("--message", text, "--source", str(tmp_path / "none"))[0] == 2


def test_a_place_in_the_message_chooses_the_finding(tmp_path: Path) -> None:
    file = tmp_path / "apiDefinition.swagger.json"
    responses: dict[str, object] = {}
    paths = {f"/{name}": {"get": {"operationId": name, "responses": responses}} for name in ("first", "second")}
    file.write_text(json.dumps({"swagger": "2.0", "info": {}, "paths": paths}, indent=1))
    text = "Error : paths/~1second/get : The operation is not valid, it must contain at least one response definition."
    said = run("--message", text, "--source", str(file))[1]
    line = file.read_text().splitlines().index('  "/second": {') + 4
    assert (said.count("  At "), f"{file}:{line}:" in said) == (1, True)


def test_wrong_calls_are_refused() -> None:
    assert run("OPR020", "--message", "x")[0] == 2
    assert run("--message", " ")[0] == 2


def test_the_page_is_up_to_date() -> None:
    assert message_reference.main([str(ROOT / "docs" / "guide" / "messages.md"), "--check"]) == 0


def test_the_page_has_every_message_with_its_rules() -> None:
    page = (ROOT / "docs" / "guide" / "messages.md").read_text(encoding="utf-8")
    assert all(message.name in page for message in ALL)
    assert "[OPR020](../rules/OPR020.md) error" in page


@pytest.mark.parametrize(
    ("pasted", "rules"),
    [
        ("##[error]The 'contact' property is required. ValuePath: /info", ("INF100",)),
        ("Error : The 'x-ms-connector-metadata' property is required.", ("INF110",)),
        ("The 'x-ms-summary' property is required.\nThe 'title' property is required.", ("INF010", "PAR090")),
    ],
)
def test_a_property_that_a_message_names_decides_on_the_rules(pasted: str, rules: tuple[str, ...]) -> None:
    (one,) = matching.found(pasted)
    assert matching.narrowed(one.message, pasted) == rules
    shown = run("--message", pasted)[1]
    assert all(f"Rule     {rule}:" in shown for rule in rules) and "RSP061" not in shown


def test_a_property_that_is_not_listed_keeps_all_rules() -> None:
    pasted = "The 'basePath' property is required."
    (one,) = matching.found(pasted)
    assert matching.narrowed(one.message, pasted) == one.message.rules


def test_rules_that_a_property_decides_on_exist() -> None:
    narrow = [rule for message in ALL for rules in message.narrow.values() for rule in rules]
    assert narrow and all(find_rule(rule) for rule in narrow)
