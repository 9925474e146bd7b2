"""Rules about readme.md, and about other files in the folder of a connector."""

from __future__ import annotations

import re
from collections.abc import Iterator

from connectorkit.check.engine.connector_index import Subject, short
from connectorkit.check.engine.markdown import has, lacking, readme_page
from connectorkit.check.engine.parts import shown
from connectorkit.check.engine.properties import oauth_settings
from connectorkit.check.engine.rule import Hit, Rule, Severities
from connectorkit.check.engine.words import plain
from connectorkit.model.file_names import README
from connectorkit.model.patterns import lazy

# Sections of the template, and words with the same meaning.
_SECTIONS = {
    "Prerequisites": ("prerequisit", "pre-requisit", "requirement", "before you"),
    "Supported Operations": ("operation", "action", "trigger", "endpoint"),
    "Obtaining Credentials": (
        "credential",
        "authenticat",
        "authoriz",
        "api key",
        "get started",
        "getting started",
        "connect",
        "sign",
        "token",
    ),
    "Known Issues and Limitations": ("known issue", "limitation", "restriction"),
}
_DEPLOYMENT = ("deploy", "install", "import")
_LEFT_OVER = lazy(
    r"^(Required|Optional)\.\s|\bDescription of operation [12]\b|\bAnswer to question [12]\b|"
    r"^#+\s*(Title|Operation [12]|Question [12])\s*$|Publisher's Name",
    re.MULTILINE,
)
_REGISTERING = ("app registration", "client id", "clientid", "register", "redirect", "oauth")
_RUBBISH = frozenset((".ds_store", "thumbs.db", "desktop.ini"))
_WARNED = Severities("warning", "warning", "off")
_ADVICE = Severities("advice", "advice", "off")


def _in(document: str, pointer: str, message: str, way: str = "") -> Hit:
    return Hit(pointer, message, way, document=document)


def _there(subject: Subject) -> Iterator[Hit]:
    if subject.published and subject.folder and README not in subject.files:
        yield _in(README, "", "The folder has no readme.md.")


def _sections(subject: Subject) -> Iterator[Hit]:
    readme = readme_page(subject)
    if readme is None or not subject.published:
        return
    wanted = {**_SECTIONS, **({"Deployment Instructions": _DEPLOYMENT} if subject.profile == "certified" else {})}
    missing = [name for name, words in wanted.items() if not has(readme.sections, words)]
    if missing:
        yield _in(README, "", f"readme.md lacks {lacking(missing)}.")


def _title(subject: Subject) -> Iterator[Hit]:
    readme = readme_page(subject)
    if readme is not None and subject.published and not (readme.sections and readme.sections[0].title.strip()):
        yield _in(README, "/line/1", "readme.md does not begin with the name of the connector as a heading.")


def _publisher(subject: Subject) -> Iterator[Hit]:
    readme = readme_page(subject)
    if readme is not None and subject.published and "publisher" not in readme.text.lower():
        yield _in(README, "", "readme.md does not name the publisher.")


def _operations(subject: Subject) -> Iterator[Hit]:
    readme = readme_page(subject)
    if readme is None or not subject.published:
        return
    said = plain(readme.text)
    missing = [
        operation
        for operation in shown(subject)
        if plain(operation.text("summary"))
        and plain(operation.text("summary")) not in said
        and plain(operation.id) not in said
    ]
    if missing:
        rest = f" and {len(missing) - 3} more" if len(missing) > 3 else ""
        names = ", ".join(operation.called for operation in missing[:3])
        at = next((section.pointer for section in readme.sections if "operation" in section.title.lower()), "")
        yield _in(README, at, f"readme.md does not name {names}{rest} among the operations.")


def _template(subject: Subject) -> Iterator[Hit]:
    readme = readme_page(subject)
    found = _LEFT_OVER.search(readme.text) if readme is not None and subject.published else None
    if readme is not None and found is not None:
        line = readme.text.count("\n", 0, found.start()) + 1
        yield _in(README, f"/line/{line}", f"'{short(found[0])}' is left over from the template.")


def _app(subject: Subject) -> Iterator[Hit]:
    readme = readme_page(subject)
    if readme is not None and subject.published and oauth_settings(subject):
        said = readme.text.lower()
        if not any(word in said for word in _REGISTERING):
            yield _in(README, "", "readme.md does not explain how to register an app for the sign-in.")


def _rubbish(subject: Subject) -> Iterator[Hit]:
    found = [name for name in subject.names if name.lower() in _RUBBISH or name.endswith(("~", ".bak", ".orig"))]
    if found:
        message = f"The folder contains {', '.join(map(short, found[:4]))}, which is not part of a connector."
        yield _in(found[0], "", message)


RULES = (
    Rule(
        "DOC010",
        "A connector folder has a readme",
        why="Reviewers and makers read it first, and the policy for submissions requires it.",
        source="certification policy 5000.1.1.2; template of the repository",
        severity=_ADVICE,
        help="Add readme.md with publisher, prerequisites, operations, credentials and known issues.",
        bad="published: {without: [readme.md, settings.json]}",
        check=_there,
    ),
    Rule(
        "DOC011",
        "The readme has the sections of the template",
        why="Makers look for these sections, and reviewers reject a readme without them.",
        source="template of the repository",
        severity=_ADVICE,
        help="Add a heading for each, and a sentence below it.",
        check=_sections,
    ),
    Rule(
        "DOC012",
        "The readme begins with the name of the connector",
        why="The repository shows it as the title of the page.",
        source="template of the repository",
        severity=_ADVICE,
        help="Write `# ` and the name in the first line.",
        check=_title,
    ),
    Rule(
        "DOC013",
        "The readme names its publisher",
        why="The template has a heading for the publisher, and reviewers check it.",
        source="template of the repository",
        severity=_ADVICE,
        help="Write `## Publisher: ` and the name.",
        check=_publisher,
    ),
    Rule(
        "DOC014",
        "The readme names all operations",
        why="Makers read there what the connector can do.",
        source="template of the repository",
        severity=_ADVICE,
        help="Add a heading for each under Supported Operations.",
        check=_operations,
    ),
    Rule(
        "DOC015",
        "The readme contains no text of the template",
        why="The notes in the template are for the author.",
        source="template of the repository",
        severity=_WARNED,
        help="Replace or remove it.",
        check=_template,
    ),
    Rule(
        "DOC030",
        "The readme explains how to register an app for the sign-in",
        why="Anyone who uses the connector from the repository must register one first.",
        source="guide of the repository",
        severity=_ADVICE,
        help="Describe step by step how to register an app and where to enter its client ID and secret.",
        check=_app,
    ),
    Rule(
        "PRQ010",
        "The folder has no files of the operating system and no copies",
        why="Such files do not belong in the repository.",
        source="checklist of the repository",
        severity=_ADVICE,
        help="Delete them.",
        check=_rubbish,
    ),
)
