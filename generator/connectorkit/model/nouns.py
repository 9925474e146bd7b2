"""Nouns: what an operation or a field is about, in the words of its name."""

from __future__ import annotations

import re

from connectorkit.model import python_names
from connectorkit.model.connector import Json
from connectorkit.model.patterns import lazy

Plain = dict[str, Json]
Words = tuple[str, ...]

_CALLS = frozenset("get post put patch delete head".split())
ACTS = _CALLS | frozenset(
    """list create update add remove find search query read fetch retrieve retrieves view show load lookup insert
    upsert edit modify modifies change set replace store save new make generate send submit start stop run execute
    invoke begin end cancel close open complete archive restore activate deactivate enable disable approve reject
    assign unassign copy clone move rename import export download upload check validate verify test subscribe
    unsubscribe register unregister request resolve count calculate convert parse extract merge reset revoke publish
    unpublish schedule return returns gets lists creates updates adds removes finds searches deletes sends""".split()
)
VERBS = ACTS | frozenset("when on trigger webhook poll receive received".split())
_LOOKS = frozenset("list find search query read fetch retrieve retrieves view show gets lists finds searches".split())
_CUTS = frozenset("by for from with without in on to into at using via as per and or that which if when".split())
_FILLERS = frozenset("a an the of all my any some new single one batch multiple many current given specific".split())
_UNREADABLE = 20
"""A word of so many letters is several words without borders."""
_VERSION = re.compile(r"v?\d+\Z")
_SEGMENT = lazy(r"\{[^{}]*\}")
# Keys that name the position of a value rather than its meaning, and keys that name an aspect of a thing.
HOLDERS = frozenset(
    """data result results item items value values response responses record records list lists content contents
    payload body object objects entity entities attributes properties fields embedded hits hit rows row entries entry
    nodes node edges edge array element elements return returns root collection d odata any string type types""".split()
)
ASPECTS = frozenset(
    """input inputs output outputs args arguments params parameters detail details info information schema""".split()
)
GENERIC = HOLDERS | ASPECTS
VAGUE = frozenset(
    """id ids name names type types value values status state code codes title description text key keys number
    date time url uri link label kind mode order format version count size page limit offset index""".split()
)


def one(words: Words) -> Words:
    """The singular of words: ``contact lists`` gives contact list."""
    return (*words[:-1], python_names.singular(words[-1])) if words else words


def called(operation: Plain) -> Words:
    """The words of an operation's name: of its summary where the operationId does not separate its words."""
    said = str(operation.get("action") or operation.get("trigger") or operation.get("mcp") or "")
    summary = operation.get("summary")
    spelt = python_names.words(said)
    spoken = python_names.words(summary) if isinstance(summary, str) else []
    better = len(spoken) > len(spelt) and "".join(spoken) == "".join(spelt)
    return tuple(spoken if better or (spoken and _longest(spoken) < _UNREADABLE <= _longest(spelt)) else spelt)


def _longest(words: list[str]) -> int:
    return max(map(len, words), default=0)


def is_version(word: str) -> bool:
    """Whether a word is a number or a version such as v2."""
    return _VERSION.match(word) is not None


def kind(operation: Plain) -> str:
    """What an entry of ``operations`` is: action, trigger, mcp or path."""
    return next((key for key in ("trigger", "mcp", "path") if key in operation), "action")


def request_words(operation: Plain) -> Words:
    """All words of the method and path: ``GET /orders/{id}`` gives get orders id."""
    said = str(operation.get("request") or operation.get("path") or "")
    return tuple(python_names.words(said))


def change(operation: Plain) -> str:
    """What an operation does to its object: ``DeleteContact`` gives delete; "" where it only reads it."""
    return next((word for word in called(operation) if word in VERBS - _CALLS - _LOOKS or word == "delete"), "")


def beyond(operation: Plain) -> Words:
    """The words of an operation's name after its object: ``GetTotalsForCountries`` gives country."""
    words = called(operation)
    cut = max((index for index, word in enumerate(words) if word in _CUTS), default=len(words))
    return one(tuple(word for word in words[cut + 1 :] if word not in _FILLERS)[-2:])


def about(operation: Plain) -> Words:
    """What an operation is about: ``ListContactGroups`` gives contact groups."""
    words = [word for word in called(operation) if not is_version(word)]
    return _object_of(words) or one(segment(str(operation.get("request") or operation.get("path") or "")))


def _object_of(words: list[str]) -> Words:
    at = [index for index, word in enumerate(words) if word in VERBS]
    if at and at[0] > 0 and all(word in _FILLERS for word in words[at[0] + 1 :]):
        words = words[: at[0]]
    elif at:
        words = words[at[0] + 1 :]
    while words and (words[0] in _FILLERS or words[0] in VERBS):
        words = words[1:]
    cut = next((index for index, word in enumerate(words) if word in _CUTS and index), len(words))
    kept = [word for word in words[:cut] if word not in _FILLERS]
    while len(kept) > 1 and kept[-1] in _CALLS:
        kept.pop()
    return tuple(kept[-3:]) if kept and not all(word in VERBS | _CUTS for word in kept) else ()


_MADE = {"get": "get", "post": "create", "put": "replace", "patch": "update", "delete": "delete"}


def made_id(method: str, path: str) -> str:
    """An operationId for an operation that has none: ``DELETE /orders/{id}`` gives DeleteOrder."""
    steps = [step for step in path.split("/") if step]
    words: list[str] = []
    for index, step in enumerate(steps):
        said = [] if _SEGMENT.fullmatch(step) else python_names.words(_SEGMENT.sub(" ", step))
        followed = index + 1 < len(steps) and bool(_SEGMENT.fullmatch(steps[index + 1]))
        single = followed or (method == "post" and index + 1 == len(steps))
        more = [word for word in (one(tuple(said)) if single else said) if not is_version(word)]
        # `/geofence/geofenceApi` names one thing twice.
        words += more[next((n for n in range(len(more), 0, -1) if words[-n:] == more[:n]), 0) :]
    does = words.pop() if len(words) > 1 and words[-1] in VERBS and method == "post" else _MADE.get(method, method)
    return python_names.class_name(does, *(words or ["root"]))


def segment(request: str) -> Words:
    """The last words of a path: ``GET /v2/contact-lists/{id}`` gives contact lists."""
    path = request.partition(" ")[2] or request
    steps = [step for step in path.split("/") if step and not _SEGMENT.search(step)]
    for step in reversed(steps):
        words = tuple(word for word in python_names.words(step) if not is_version(word))
        if words and not all(word in VERBS for word in words):
            return words[-3:]
    return ()


def before(request: str, parameter: str) -> Words:
    """The words before a path parameter: in ``/contacts/{id}``, ``id`` belongs to a contact."""
    steps = request.split("/")
    at = next((index for index, step in enumerate(steps) if step == "{" + parameter + "}"), 0)
    words = python_names.words(steps[at - 1]) if at and not _SEGMENT.search(steps[at - 1]) else []
    return one(tuple(word for word in words if not is_version(word) and word not in VERBS))
