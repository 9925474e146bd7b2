"""The style of the swagger: how titles, descriptions, examples and types of the source are written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from functools import lru_cache

from connectorkit.model.record import record
from connectorkit.read import nodes
from connectorkit.read.yaml_document import Node

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SEPARATORS = str.maketrans("_-", "  ")
_LONGEST_KNOWN = 100  # A key recurs in a connector, a longer one hardly.
PHRASES = {"200": "OK", "201": "Created", "202": "Accepted", "204": "No content"}


def derived_title(key: str, case: str = "title", spelling: tuple[str, ...] = ()) -> str:
    """The title derived from a key: ``currency_name_short`` gives Currency Name Short.

    ``case``: title; sentence (Currency name short); key (the key itself); none (""). ``spelling`` are words with a
    fixed letter case: with ID, ``list_id`` gives List ID.
    """
    return _known_title(key, case, spelling) if len(key) <= _LONGEST_KNOWN else _title(key, case, spelling)


@lru_cache(maxsize=16_384)
def _known_title(key: str, case: str, spelling: tuple[str, ...]) -> str:
    return _title(key, case, spelling)


def _title(key: str, case: str, spelling: tuple[str, ...]) -> str:
    if case in ("key", "none"):
        return key if case == "key" else ""
    words = title_words(key)
    own = _by_lower(spelling)
    if case == "sentence":
        words = [word if word.isupper() and len(word) > 1 else word.lower() for word in words]
        words = [word[:1].upper() + word[1:] for word in words[:1]] + words[1:]
    else:
        words = [word[:1].upper() + word[1:] for word in words]
    return " ".join([own.get(word.lower(), word) for word in words] if own else words)


def title_words(key: str) -> list[str]:
    """The words of a key, in its letter case."""
    return _CAMEL.sub(" ", key.lstrip("_").translate(_SEPARATORS)).split()


@lru_cache(maxsize=64)
def _by_lower(spelling: tuple[str, ...]) -> Mapping[str, str]:
    return {word.lower(): word for word in spelling}


@record(frozen=True)
class Texts:
    """The style of titles and descriptions.

    ``titles``: where they are written (x-ms-summary, title, both, none). ``derived``: how one is derived from its key
    (title, sentence, key, none). ``descriptions``: what replaces a missing one (title, key or none). ``spelling``: see
    :func:`derived_title`.
    """

    titles: str = "x-ms-summary"
    derived: str = "title"
    descriptions: str = "none"
    spelling: tuple[str, ...] = ()

    def derive(self, key: str) -> str:
        """The title derived from a key."""
        return derived_title(key, self.derived, self.spelling)

    @property
    def in_summary(self) -> bool:
        """Whether titles are written in x-ms-summary."""
        return self.titles in ("x-ms-summary", "both")

    @property
    def in_title(self) -> bool:
        """Whether titles are written in title."""
        return self.titles in ("title", "both")


@record(frozen=True)
class Style:
    """The whole style of a connector. ``phrases`` are the default descriptions of responses, by status.

    ``bare``: keys without effect, such as ``required: false``, are written only if the source has them.
    """

    fields: Texts = Texts()
    parameters: Texts = Texts()
    definitions: bool = False
    url_encoding: str = "single"
    examples: str = "x-ms-test-value"
    body_name: str = "body"
    body_required: bool = True
    phrases: dict[str, str] = field(default_factory=lambda: dict(PHRASES))
    bare: bool = False


def of(root: Node) -> Style:
    """The style of a source; ``root`` is the top of connector.yaml."""
    style = root.get("style")
    titles = nodes.text(style, "titles", "x-ms-summary")
    derived = nodes.text(style, "derived_titles", "title")
    descriptions = nodes.text(style, "descriptions", "none")
    parameters = "none" if titles == "none" else "x-ms-summary"
    spelling = nodes.texts(style, "spelling") if style is not None else None
    phrases = {key: node.text for key, node in nodes.entries(style, "phrases").items()}
    return Style(
        Texts(titles, derived, descriptions, spelling or ()),
        Texts(
            nodes.text(style, "parameter_titles", parameters),
            nodes.text(style, "derived_parameter_titles", derived),
            nodes.text(style, "parameter_descriptions", descriptions),
            spelling or (),
        ),
        nodes.text(style, "types", "inline") == "definitions",
        nodes.text(style, "url_encoding", "single"),
        nodes.text(style, "examples", "x-ms-test-value"),
        nodes.text(style, "body_name", "body"),
        style is None or nodes.flag(style, "body_required", True),
        PHRASES | phrases,
        nodes.text(style, "empties") == "said",
    )
