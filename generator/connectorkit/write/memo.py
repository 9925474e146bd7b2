"""Results of a stage, cached per user and keyed by the content that they were computed from. Light to import.

Every key covers the toolkit, its templates and all packages (``content_key.toolkit``) in addition to the stage's input.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterable
from typing import TypeVar

from connectorkit.model.json_value import Json
from connectorkit.write import cache, content_key

Made = TypeVar("Made")
_FACTS = "facts"


def once(
    kind: str,
    parts: Iterable[object],
    make: Callable[[], Made],
    pack: Callable[[Made], Json],
    unpack: Callable[[Json], Made],
) -> Made:
    """The cached result for ``parts``, which are bytes or values of plain types; computed by ``make`` if there is none.

    ``pack`` and ``unpack`` convert it to JSON and back; for invalid data, ``unpack`` may raise ValueError, TypeError,
    KeyError, IndexError or AttributeError.
    """
    name, known = _opened(kind, parts)
    if name is None:
        return make()
    if known is not None:
        try:
            return unpack(known[0])
        except (ValueError, TypeError, KeyError, IndexError, AttributeError):
            pass
    made = make()
    _save(kind, name, pack(made))
    return made


def text(kind: str, parts: Iterable[object], make: Callable[[], str]) -> str:
    """Like :func:`once`, for a string."""
    return once(kind, parts, make, lambda made: made, _as_text)


def _as_text(packed: Json) -> str:
    if not isinstance(packed, str):
        raise TypeError(packed)
    return packed


def texts(kind: str, parts: Iterable[object], make: Callable[[], list[str]]) -> list[str]:
    """Like :func:`once`, for a list of strings."""
    return once(kind, parts, make, lambda made: [*made], lambda packed: [*map(_as_text, _as_list(packed))])


def _as_list(packed: Json) -> list[Json]:
    if not isinstance(packed, list):
        raise TypeError(packed)
    return packed


def below(folder: str | os.PathLike[str] | None) -> str:
    """A key part for all files in a folder, "" without the folder; unique at each call if the folder cannot be read."""
    if folder is None or not os.path.isdir(folder):
        return ""
    try:
        return content_key.of_files(os.fspath(folder), cache.digest(b""))
    except (OSError, OverflowError):
        return f"{os.getpid()} {time.monotonic_ns()}"


class Texts:
    """Cached strings, keyed by their inputs. One file holds those of the last state of a thing, such as a source.

    The file is read when the first string is needed.
    """

    def __init__(self, kind: str, about: str) -> None:
        self._kind, self._about = kind, about
        self._loaded: tuple[str | None, dict[str, str]] | None = None
        self._now: dict[str, str] = {}

    def once(self, parts: Iterable[object], make: Callable[[], str]) -> str:
        """The cached string for ``parts``; computed by ``make`` if there is none."""
        self._loaded = name, before = self._loaded or self._load()
        one = key(self._kind, parts) if name is not None else None
        if one is None:
            return make()
        made = before.get(one)
        self._now[one] = made = make() if made is None else made
        return made

    def _load(self) -> tuple[str | None, dict[str, str]]:
        name, loaded = _opened(self._kind, ("texts", self._about))
        rows = loaded[0] if loaded is not None else None
        known = rows if isinstance(rows, dict) else {}
        return name, {one: text for one, text in known.items() if isinstance(text, str)}

    def save(self) -> None:
        """Save the strings that were used since the file was read."""
        name, before = self._loaded or (None, {})
        if name is not None and self._now.keys() != before.keys():
            _save(self._kind, name, self._now)


class Facts:
    """Facts about contents that were verified before, such as that a referee or a schema reports nothing about them.

    One file holds the facts about one edited thing, such as a source, in its last state. Each fact is a hash of the
    judge and of the content, so facts of several processes can be mixed, and none can become out of date.
    """

    def __init__(self, about: str) -> None:
        self._name, loaded = _opened(_FACTS, (about,))
        rows = loaded[0] if loaded is not None else None
        self._before = {one for one in rows if isinstance(one, str)} if isinstance(rows, list) else set[str]()
        self._now: set[str] = set()

    def holds(self, judge: str, content: object, judged: Callable[[], bool]) -> bool:
        """Whether ``judged`` is true of ``content``, a value of plain types; not called again after it was true."""
        fact = key(judge, (content,)) if self._name is not None else None
        known = fact is not None and (fact in self._before or fact in self._now)
        if not known and not judged():
            return False
        if fact is not None:
            self._now.add(fact)
        return True

    def save(self) -> None:
        """Save the facts that were used since the file was read."""
        if self._name is not None and self._now != self._before:
            _save(_FACTS, self._name, sorted(self._now))


def key(kind: str, parts: Iterable[object]) -> str | None:
    """The name of an entry; None if a part cannot be encoded as bytes, or the toolkit cannot be read."""
    try:
        digest = content_key.toolkit().copy()
        digest.update(kind.encode())
        for part in parts:
            data = part if isinstance(part, bytes) else content_key.encoded(part)
            digest.update(b" %d " % len(data) + data)
    except (OSError, UnicodeEncodeError, TypeError, RecursionError):
        return None
    return digest.hexdigest()


def _opened(kind: str, parts: Iterable[object]) -> tuple[str | None, tuple[Json] | None]:
    """The name of an entry, and its value in a tuple; None for each that there is not."""
    name = key(kind, parts) if cache.folder(kind) is not None else None
    return name, _load(kind, name) if name is not None else None


def _save(kind: str, name: str, value: object) -> None:
    cache.save(kind, name, json.dumps(value).encode())


def _load(kind: str, name: str) -> tuple[Json] | None:
    data = cache.load(kind, name)
    try:
        return None if data is None else (json.loads(data),)
    except (ValueError, RecursionError):
        return None
