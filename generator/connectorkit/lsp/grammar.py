"""The keys, with descriptions, and the values that the schemas of the format allow at a path."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final, NamedTuple

from connectorkit.check.engine import platform_lists, policy_templates
from connectorkit.lsp.context import Path
from connectorkit.model import format_keywords
from connectorkit.validate import concepts, key_order
from connectorkit.validate.key_order import Place, Schema

TYPE_WORDS: Final = (*format_keywords.TYPES, *format_keywords.FORMATS, format_keywords.UNTYPED)
# Named values of the platform, for keys where the schemas of the format accept any string.
_PLATFORM: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {
    ("categories", ""): platform_lists.CATEGORIES,
    ("credentials", "type"): platform_lists.CONNECTION_TYPES,
    ("oauth", "identity_provider"): platform_lists.IDENTITY_PROVIDERS,
    ("oauth", "redirect_mode"): platform_lists.REDIRECT_MODES,
    ("authentication", "type"): ("basic", "apiKey", "oauth2"),
    ("policies", "section"): ("Request", "Response", "Failure"),
}


class Word(NamedTuple):
    """A key or a value that can be written, and its meaning."""

    text: str
    about: str = ""


def place(concept: str, path: Path) -> Place | None:
    """The schema at a path in a file of ``concept``; None if anything is allowed there."""
    here: Place | None = key_order.top(concept)
    for step in path:
        if here is None:
            return None
        if isinstance(step, int):
            here = key_order.items(here)
        else:
            view = key_order.mapping(here, (step,))
            here = view.below.get(step, view.others)
    return here


def keys(at: Place | None, beside: Collection[str]) -> list[Word]:
    """The keys that a mapping does not have yet."""
    if at is None:
        return []
    view = key_order.mapping(at, beside)
    return [Word(key, description(below)) for key, below in view.below.items() if key not in beside]


def values(at: Place | None) -> list[Word]:
    """The values that a schema lists."""
    return [Word(value) for value in dict.fromkeys(_values(at, 0))] if at is not None else []


def _values(at: Place, depth: int) -> Iterator[str]:
    schema = at.schema
    listed = schema.get("enum")
    for one in listed if isinstance(listed, list) else [schema["const"]] if "const" in schema else []:
        yield _written(one)
    if schema.get("type") == "boolean":
        yield from ("true", "false")
    if depth < 5:
        for below in _branches(at):
            yield from _values(below, depth + 1)


def _branches(at: Place) -> Iterator[Place]:
    reference = at.schema.get("$ref")
    if isinstance(reference, str):
        yield key_order.target(at.concept, reference)
    for key in ("oneOf", "anyOf"):
        listed = at.schema.get(key)
        yield from (
            Place(at.concept, one) for one in (listed if isinstance(listed, list) else ()) if isinstance(one, dict)
        )


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "null" if value is None else str(value)


def description(at: Place | None) -> str:
    """The description of a key in the documentation of the format."""
    for _ in range(5):
        if at is None:
            return ""
        said = at.schema.get("description")
        if isinstance(said, str):
            return said
        reference = at.schema.get("$ref")
        at = key_order.target(at.concept, reference) if isinstance(reference, str) else None
    return ""


def is_field(at: Place | None, depth: int = 0) -> bool:
    """Whether a schema can be written here: the name of a type, or a mapping with more keys."""
    if at is None or depth > 5:
        return False
    if at.schema is concepts.schema("field"):
        return True
    otherwise = at.schema.get("else")
    branches = [*_branches(at), *([Place(at.concept, otherwise)] if isinstance(otherwise, dict) else [])]
    return any(is_field(one, depth + 1) for one in branches)


def is_text(at: Place | None) -> bool:
    """Whether only free text is allowed here."""
    schema: Schema = at.schema if at is not None else {}
    return schema.get("type") == "string" and "enum" not in schema


def of_platform(path: Path, key: str) -> list[Word]:
    """The values of a key that are on a list of the platform."""
    names = [step for step in path if isinstance(step, str)]
    for (around, own), listed in _PLATFORM.items():
        if own == key and around in names[-2:]:
            return [Word(value, f"As of {platform_lists.AS_OF}.") for value in listed]
    return []


def policy_parameters(template: str) -> list[Word]:
    """The parameters of a policy template, for completion."""
    known = policy_templates.TEMPLATES.get(template.lower())
    if known is None:
        return []
    required = [Word(name, f"Required by {template}.") for name in known.needed]
    return [*required, *(Word(name, f"Optional in {template}.") for name in known.optional)]


def policy_values(template: str, parameter: str) -> list[Word]:
    """The values that a parameter of a policy template accepts."""
    known = policy_templates.TEMPLATES.get(template.lower())
    return [Word(value) for name, listed in (known.choices if known else ()) if name == parameter for value in listed]


def policy_template_names() -> list[Word]:
    """The policy templates of the platform."""
    return [Word(name, f"Needs {', '.join(template.needed)}.") for name, template in policy_templates.TEMPLATES.items()]
