"""Objects as JSON, with the wire names of their properties."""

from __future__ import annotations

from .http_messages import File

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .jsonvalue import JsonValue
    from .kinds import Kind, Shape


def as_json(
    shape: Shape, values: Mapping[str, object], additional: Kind | None = None, more: object = None
) -> dict[str, JsonValue]:
    """The object of ``shape`` with ``values`` by attribute, and ``more`` values of the kind ``additional``.

    Raises TypeError for a value that JSON cannot carry.
    """
    made = {wire: _travelling(kind, values[name]) for wire, name, kind, _ in shape if values.get(name) is not None}
    rest = _travelling(("m", additional, {}), more) if additional is not None else None
    return {**rest, **made} if isinstance(rest, dict) else made


def money(code: str, value: object) -> int | float | str | None:
    """An amount as JSON: a string of digits for the kind ``e``, else a number; None if it is not an amount."""
    from decimal import Decimal

    amount = Decimal(str(value)) if isinstance(value, (int, float)) and not isinstance(value, bool) else value
    if not isinstance(amount, Decimal) or not amount.is_finite():
        return None
    if code == "e":
        return format(amount, "f")
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _travelling(kind: Kind, value: object) -> JsonValue:
    if isinstance(value, File):
        value = value.content
    if isinstance(value, (bytes, bytearray)):
        from base64 import b64encode

        return b64encode(value).decode("ascii")
    amount = money(kind, value) if isinstance(kind, str) and kind in "de" else None
    if amount is not None:
        return amount
    if value is None or isinstance(value, (str, int)) or (isinstance(value, float) and value - value == 0):
        return value
    return _nested(kind, value)


def _nested(kind: Kind, value: object) -> JsonValue:
    from collections.abc import Mapping, Sequence

    to_dict: Callable[[], JsonValue] | None = getattr(value, "to_dict", None)
    if to_dict is not None:
        return to_dict()
    below = kind[1] if isinstance(kind, tuple) else "j"
    if isinstance(value, Mapping):
        return {str(key): _travelling(below, item) for key, item in value.items()}
    if isinstance(value, Sequence):
        return [_travelling(below, item) for item in value]
    amount = money("d", value)
    if amount is None:
        raise TypeError(f"{value if isinstance(value, float) else type(value).__name__} is not JSON")
    return amount
