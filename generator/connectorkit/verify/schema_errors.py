"""Messages for referees' errors: of the many reasons why no branch of a schema matches, the most informative one.

Works on the errors of jsonschema. The place of a fault is the wrong value, or the place of the missing one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple, cast

from connectorkit.diagnostics import phrases
from connectorkit.model.http_methods import METHODS

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

_LIMITS = {
    "minimum": "be at least {}",
    "maximum": "be at most {}",
    "minLength": "have at least {} characters",
    "maxLength": "have at most {} characters",
    "minItems": "have at least {} entries",
    "maxItems": "have at most {} entries",
    "minProperties": "have at least {} keys",
    "maxProperties": "have at most {} keys",
    "multipleOf": "be a multiple of {}",
}
_TAGS = frozenset(("in", "flow", "templateId", "identityProvider"))
_FORMS = {"^/": "begin with a slash", "^x-": "begin with x-"}
Path = tuple[str | int, ...]


class Fault(NamedTuple):
    """One fault: its path, a sentence without a full stop, and a suggestion.

    ``missing``: the value does not exist yet. ``rank``: the lower, the more informative.
    """

    path: Path
    words: str
    help: str
    missing: bool = False
    rank: int = 1


def faults(errors: Iterable[ValidationError]) -> Iterator[Fault]:
    """The most informative fault of each place."""
    best: dict[Path, Fault] = {}
    for error in errors:
        for leaf in _leaves(error):
            for fault in _faults(leaf):
                if fault.path not in best or fault.rank < best[fault.path].rank:
                    best[fault.path] = fault
    return iter(best.values())


def where(path: Path) -> str:
    """A name for the value at ``path``, e.g. ``'parameters[0].in' of GET /orders``."""
    if path[:1] == ("paths",) and len(path) > 1:
        owner = f"the path '{path[1]}'"
        rest = path[2:]
        if rest and rest[0] in METHODS:
            owner, rest = f"{str(rest[0]).upper()} {path[1]}", rest[1:]
    elif path[:1] in (("definitions",), ("parameters",), ("responses",)) and len(path) > 1:
        kind = {"definitions": "type", "parameters": "shared parameter", "responses": "shared response"}[str(path[0])]
        owner, rest = f"the {kind} '{path[1]}'", path[2:]
    else:
        owner, rest = "", path
    if not rest:
        return owner or "the top level of the file"
    steps = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in rest).lstrip(".")
    return f"'{steps}' of {owner}" if owner else f"'{steps}'"


def _leaves(error: ValidationError) -> Iterator[ValidationError]:
    """The errors of the intended branch; the error itself where there is none."""
    branches = _branches(error)
    best = min(branches, key=_cost, default=None)
    if best is None or _cost(best)[0]:
        yield error
        return
    for below in best:
        yield from _leaves(below)


def _branches(error: ValidationError) -> list[list[ValidationError]]:
    groups: dict[str | int, list[ValidationError]] = {}
    if error.validator in ("oneOf", "anyOf"):
        for below in error.context or ():
            groups.setdefault(below.relative_schema_path[0], []).append(below)
    return list(groups.values())


def _cost(branch: list[ValidationError]) -> tuple[int, int]:
    """How unlikely a branch is the intended one, and how many errors it has."""
    foreign, count = 0, 0
    for error in branch:
        below = min((_cost(one) for one in _branches(error)), default=(_foreign(error), 1))
        # The branches of an inner value do not tell which outer branch was intended.
        inside = bool(error.context) and len(error.relative_path) > 0
        foreign, count = max(foreign, 0 if inside else below[0]), count + below[1]
    return foreign, count


def _foreign(error: ValidationError) -> int:
    """1 when the error shows that another branch was intended, by the JSON type or by a tag such as `in`."""
    depth = len(error.relative_path)
    if error.validator == "type":
        return int(depth == 0)
    if error.validator == "required":
        return int(depth == 0 and error.validator_value == ["$ref"])
    if error.validator != "enum" or depth != 1:
        return 0
    key = error.relative_path[0]
    if key == "in" and len(cast("list[object]", error.validator_value)) > 1:
        return 0
    # A list of all simple types is a wrong value of `type`; any other list of types distinguishes branches.
    return int(key in _TAGS or (key == "type" and "number" not in cast("list[object]", error.validator_value)))


def _faults(error: ValidationError) -> Iterator[Fault]:
    path: Path = tuple(error.absolute_path)
    named = {
        "additionalProperties": _unknown,
        "required": _missing,
        "enum": _choice,
        "type": _type,
        "oneOf": _no_branch,
        "anyOf": _no_branch,
        "pattern": _form,
    }
    yield from named.get(str(error.validator), _other)(error, path)


def _keys(schema: object, name: str) -> list[str]:
    """The keys of the object under ``name`` of a schema."""
    below = schema.get(name) if isinstance(schema, dict) else None
    return list(below) if isinstance(below, dict) else []


def _unknown(error: ValidationError, path: Path) -> Iterator[Fault]:
    known, patterns = _keys(error.schema, "properties"), _keys(error.schema, "patternProperties")
    for key in cast("dict[str, object]", error.instance):
        if key not in known and not any(re.search(pattern, key) for pattern in patterns):
            words = f"'{key}' is not allowed in {where(path)}"
            form = next((_FORMS[pattern] for pattern in patterns if pattern in _FORMS and not known), "")
            yield Fault((*path, key), words, f"Let it {form}." if form else phrases.suggestion(key, known))


def _missing(error: ValidationError, path: Path) -> Iterator[Fault]:
    for key in cast("list[str]", error.validator_value):
        if key not in cast("dict[str, object]", error.instance):
            yield Fault((*path, key), f"{where(path)} does not have '{key}'", f"Add '{key}'.", missing=True)


def _choice(error: ValidationError, path: Path) -> Iterator[Fault]:
    allowed = [
        value if isinstance(value, str) else phrases.short(value)
        for value in cast("list[object]", error.validator_value)
    ]
    yield Fault(
        path,
        f"{where(path)} cannot be {phrases.short(error.instance)}",
        phrases.suggestion(str(error.instance), allowed),
    )


def _type(error: ValidationError, path: Path) -> Iterator[Fault]:
    wanted = phrases.kinds(error.validator_value)
    words = f"{where(path)} is {phrases.kind(error.instance)}; it must be {wanted}"
    yield Fault(path, words, f"Write {wanted}.", rank=0)


def _no_branch(error: ValidationError, path: Path) -> Iterator[Fault]:
    """No branch was intended: list the possible JSON types or tags."""
    tags: dict[Path, list[str]] = {}
    types: list[str] = []
    for below in _all(error):
        if below.validator == "type" and below.absolute_path == error.absolute_path:
            types.append(str(below.validator_value))
        elif _foreign(below) and below.validator == "enum":
            tags.setdefault(tuple(below.absolute_path), []).extend(
                map(str, cast("list[object]", below.validator_value))
            )
    place, allowed = next(iter(tags.items()), (path, []))
    if allowed:
        said = cast("dict[str, object]", error.instance).get(str(place[-1]))
        yield Fault(place, f"{where(place)} cannot be {phrases.short(said)}", phrases.suggestion(str(said), allowed))
    elif types:
        wanted = phrases.kinds(types)
        yield Fault(path, f"{where(path)} is {phrases.kind(error.instance)}; it must be {wanted}", f"Write {wanted}.")
    else:
        yield Fault(
            path,
            f"{where(path)} matches none of the allowed forms",
            "Compare it with a working one.",
            rank=2,
        )


def _all(error: ValidationError) -> Iterator[ValidationError]:
    for below in error.context or ():
        yield from _all(below) if below.context else (below,)


def _form(error: ValidationError, path: Path) -> Iterator[Fault]:
    pattern = str(error.validator_value)
    way = f"Let it {_FORMS[pattern]}." if pattern in _FORMS else f"It must match {pattern}."
    yield Fault(path, f"{phrases.short(error.instance)} does not have the form that {where(path)} requires", way)


def _other(error: ValidationError, path: Path) -> Iterator[Fault]:
    limit = _LIMITS.get(str(error.validator))
    if limit:
        yield Fault(path, f"{where(path)} must {limit.format(error.validator_value)}", "Change it, or remove it.")
    elif error.validator == "uniqueItems":
        yield Fault(path, f"{where(path)} contains duplicates", "Remove the duplicates.")
    elif error.validator == "not":
        words = f"{where(path)} has a form that is not allowed"
        yield Fault(path, words, "Compare it with a working one.", rank=2)
    else:
        yield Fault(path, f"{where(path)} is not valid: {error.message[:160]}", "Change it so that it is valid.")
