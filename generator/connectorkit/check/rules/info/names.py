"""Rules about the name of a connector in its readme, and the names of publisher and owner."""

from __future__ import annotations

import re
from collections.abc import Iterator

from connectorkit.check.engine.connector_index import Subject, short
from connectorkit.check.engine.markdown import readme_page
from connectorkit.check.engine.properties import PLAIN_NAME, hit, properties_of
from connectorkit.check.engine.rule import Hit, Rule, Severities
from connectorkit.check.engine.words import plain
from connectorkit.model.file_names import README


def _name(subject: Subject) -> Iterator[Hit]:
    readme, title = readme_page(subject), subject.info.text("title")
    if readme is None or not subject.published or not readme.sections or not title.strip():
        return
    heading = readme.sections[0].title
    known, given = _letters(heading), _letters(title)
    words = {word for word in re.findall(r"\w+", title.lower()) if len(word) > 2}
    apart = given not in known and known not in given and not words & set(re.findall(r"\w+", heading.lower()))
    if known and given and apart:
        message = f"readme.md is about '{short(heading)}', and the connector is titled '{short(title)}'."
        yield Hit(readme.sections[0].pointer, message, document=README)


def _letters(text: str) -> str:
    return plain(re.sub(r"\b(connector|independent publisher|title|api)\b", "", text, flags=re.IGNORECASE))


def _plain_letters(subject: Subject) -> Iterator[Hit]:
    for key in ("publisher", "stackOwner"):
        value = properties_of(subject).get(key)
        if isinstance(value, str) and not PLAIN_NAME.match(value):
            wrong = next(letter for letter in value if not PLAIN_NAME.match(letter))
            yield hit(f"/properties/{key}", f"The {_words(key)} '{short(value)}' contains '{wrong}'.")


def _words(key: str) -> str:
    return "owner of the service" if key == "stackOwner" else key


RULES = (
    Rule(
        "INF170",
        "The readme has the same title as the connector",
        why="Reviewers compare the names in all files.",
        source="review of submissions",
        severity=Severities("advice", "advice", "off"),
        help="Use the same name in the title, the readme and the folder.",
        check=_name,
    ),
    Rule(
        "INF190",
        "The names of publisher and owner contain no special characters",
        why="They become part of identifiers, and reviewers reject special characters.",
        source="certification submission",
        severity=Severities("warning", "advice", "off"),
        help="Write them with English letters, digits and spaces.",
        good="publisher: Contoso",
        check=_plain_letters,
    ),
)
