"""The kinds of values as plain data for the templates of a client, which write types and tables from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict

from connectorkit.model.connector import Json
from connectorkit.render.client.kinds import Kind, choices, rules


class KindView(TypedDict):
    """A kind for a template. ``code``: see templates/client/types.py.j2.

    ``name`` is the class of an object, "" for other values. ``item`` is the kind of the items of a list or mapping.
    ``choices`` are the values of a Literal type; ``rules`` are those of the engine for sent values.
    """

    code: str
    name: str
    item: KindView | None
    choices: tuple[Json, ...]
    rules: Mapping[str, object]


def kind_view(kind: Kind, sent: bool, required: bool = False) -> KindView:
    """The view of ``kind``. A received value has no rules and no choices: a service may always return others."""
    return {
        "code": kind.code,
        "name": kind.plan.name if kind.plan is not None else "",
        "item": kind_view(kind.item, sent) if kind.item is not None else None,
        "choices": _named(kind) if sent and kind.code in "sib" else (),
        "rules": rules(kind, required) if sent else {},
    }


def _named(kind: Kind) -> tuple[Json, ...]:
    values = choices(kind)
    return () if any(isinstance(value, int) and abs(value) >> 63 for value in values) else values
