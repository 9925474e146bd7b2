"""Objects as the JSON in which they travel, with the wire names of their properties."""

from __future__ import annotations

from .encode import encode, plain
from .http_messages import File
from .model import Model, Result

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .jsonvalue import JsonValue
    from .kinds import Kind


def as_json(model: Model) -> dict[str, JsonValue]:
    """What `Model.to_dict` gives. Raises TypeError for a value that JSON cannot carry."""
    whole = model._whole if isinstance(model, Result) else None
    shape = model._shape if whole is None else (("value", "value", whole, {}),)
    made: dict[str, JsonValue] = {}
    for wire, attribute, kind, _ in shape:
        value: object = getattr(model, attribute, None)
        if value is not None:
            made[wire] = _travelling(kind, value)
    rest: object = getattr(model, "additional_properties", None) if model._additional is not None else None
    if model._additional is not None and rest is not None:
        more = _travelling(("m", model._additional, {}), rest)
        made = {**more, **made} if isinstance(more, dict) else made
    return made


def _travelling(kind: Kind, value: object) -> JsonValue:
    if value is None:
        return None
    if isinstance(value, Model):
        return as_json(value)
    if isinstance(value, File):
        value = value.content
    if isinstance(value, (bytes, bytearray)):
        return encode("y", value, {}, "", [])
    if isinstance(kind, tuple):
        return _several(kind, value)
    problems: list[str] = []
    made = encode(kind, value, {}, "", problems) if isinstance(kind, str) and kind not in ("f", "r") else None
    # What is not of its kind stays what it is; a call refuses it.
    return plain(value) if made is None or problems else made


def _several(kind: tuple[str, Kind, dict[str, object]], value: object) -> JsonValue:
    from collections.abc import Mapping, Sequence

    if kind[0] == "m" and isinstance(value, Mapping):
        return {str(key): _travelling(kind[1], item) for key, item in value.items()}
    if kind[0] == "l" and isinstance(value, Sequence) and not isinstance(value, str):
        return [_travelling(kind[1], item) for item in value]
    return plain(value)
