"""Typed values: the base of requests, results and events, and lenient decoding into them.

A shape is a table of (wire name, attribute, kind, rules). Kinds: ``s`` text, ``p`` secret text, ``i`` integer,
``n`` number, ``d`` money as a number, ``e`` money as text, ``b`` boolean, ``y`` bytes as Base64, ``r`` bytes, ``f``
file, ``j`` any JSON, ``o`` a JSON object. A class stands for an object of it, ``("l", kind, rules)`` for a list and
``("m", kind, rules)`` for a mapping by name.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal
    from typing import ClassVar, TypeVar

    from .errors import Trail
    from .http_messages import Response
    from .jsonvalue import JsonValue
    from .kinds import Kind, Read, Shape, Written

    M = TypeVar("M", bound="Model")
    R = TypeVar("R", bound="Result")

_EXACT: dict[object, type] = {"s": str, "p": str, "i": int, "n": float, "b": bool, "o": dict}

_VALUE, _ADDITIONAL = "value", "additional_properties"


class Model:
    """An object with declared fields. A field without a value is None."""

    __slots__ = ()
    _shape: ClassVar[Shape] = ()
    _read: ClassVar[Read] = ()
    _written: ClassVar[Written] = ()
    _additional: ClassVar[Kind | None] = None

    def __init__(self) -> None:
        for name in self._names():
            setattr(self, name, None)

    @classmethod
    def _names(cls) -> list[str]:
        names = [attribute for _, attribute, _, _ in cls._shape]
        return [*names, _ADDITIONAL] if cls._additional is not None else names

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return all(getattr(self, name, None) == getattr(other, name, None) for name in self._names())

    def to_dict(self) -> dict[str, JsonValue]:
        """The JSON object that is sent: wire names, nested objects, additional properties; None is left out.

        Bytes become Base64, and an amount of money a number or a string of digits. Unlike `repr`, it shows secrets.

        Raises:
            TypeError: a value cannot be converted to JSON.
        """
        from .as_json import as_json

        held = self._held()
        return as_json(self._parts(), held, self._additional, held.get(_ADDITIONAL))

    @classmethod
    def _parts(cls) -> Shape:
        return cls._shape

    def _held(self) -> dict[str, object]:
        return {name: getattr(self, name, None) for name in self._names()}

    def __repr__(self) -> str:
        secret = {attribute for _, attribute, kind, _ in self._shape if kind == "p"}
        shown = [(name, getattr(self, name, None)) for name in self._names()]
        parts = [f"{name}={'***' if name in secret else repr(v)}" for name, v in shown if v is not None]
        return f"{type(self).__name__}({', '.join(parts)})"


class Result(Model):
    """The result of a call. ``raw`` is the parsed JSON, ``response`` the HTTP response with its bytes.

    ``problems`` lists the response paths whose values do not have the declared type; their fields are None.
    ``unparsed``: the service accepted the call, but the response does not have the declared form, and no field is set.
    ``already_done``: a retried deletion found nothing, because the first attempt was processed.
    """

    __slots__ = ("_sent", "_trail", "already_done", "problems", "raw", "response", "unparsed")
    _whole: ClassVar[Kind | None] = None
    raw: JsonValue
    problems: list[str]
    response: Response | None
    unparsed: bool
    already_done: bool
    _sent: int | None
    _trail: Trail | None

    def __init__(self) -> None:
        super().__init__()
        self.raw, self.problems, self.response = None, [], None
        self.unparsed = self.already_done = False
        self._sent = self._trail = None

    @classmethod
    def _names(cls) -> list[str]:
        return [_VALUE] if cls._whole is not None else super()._names()

    @classmethod
    def _parts(cls) -> Shape:
        return ((_VALUE, _VALUE, cls._whole, {}),) if cls._whole is not None else cls._shape

    def __eq__(self, other: object) -> bool:
        """Whether the declared fields are equal; without declared fields, whether `raw` is."""
        if not isinstance(other, Result) or type(other) is not type(self):
            return NotImplemented
        state = (self.unparsed, self.already_done, self.problems)
        if state != (other.unparsed, other.already_done, other.problems):
            return False
        return super().__eq__(other) if self._names() and not self.unparsed else self.raw == other.raw


class Event(Result):
    """A delivery of a webhook. ``response`` is None."""

    __slots__ = ()


def _reading(cls: type[Model]) -> Read:
    """The shape with the JSON type of each field whose values are used unchanged."""
    cls._read = tuple((w, a, kind, _EXACT.get(kind) if isinstance(kind, str) else None) for w, a, kind, _ in cls._shape)
    return cls._read


def decode_object(cls: type[M], data: dict[str, JsonValue], path: str, problems: list[str]) -> M:
    """An object of ``cls`` from JSON; a value of another kind becomes None, and its path is added to ``problems``."""
    made = cls.__new__(cls)
    get = data.get
    for wire, attribute, kind, exact in cls._read or _reading(cls):
        value = get(wire)
        if value is None or type(value) is exact:
            setattr(made, attribute, value)
        else:
            setattr(made, attribute, decode(kind, value, f"{path}.{wire}" if path else wire, problems))
    if cls._additional is not None:
        known = {entry[0] for entry in cls._shape}
        rest = {key: value for key, value in data.items() if key not in known}
        setattr(made, _ADDITIONAL, _mapping(cls._additional, rest, path, problems))
    return made


def decode_result(cls: type[R], data: JsonValue, problems: list[str]) -> R:
    """A whole result from parsed JSON; never raises."""
    unparsed = False
    if cls._whole is not None:
        made = cls()
        setattr(made, _VALUE, None if data is None else decode(cls._whole, data, "", problems))
        unparsed = "" in problems
    elif isinstance(data, dict):
        made = decode_object(cls, data, "", problems)
    else:
        made = cls()
        unparsed = bool(cls._shape)
        if data is not None and unparsed:
            problems.append("")
    made.raw, made.problems, made.response = data, list(dict.fromkeys(problems)) if problems else problems, None
    made.unparsed, made.already_done, made._sent, made._trail = unparsed, False, None, None
    return made


def fits(cls: type[Result], data: JsonValue) -> bool:
    """Whether ``data`` can be the declared result: an object with one of its properties, or a value other than null."""
    if cls._whole is not None:
        return data is not None or cls._whole == "j"
    if not cls._shape or not isinstance(data, dict):
        return not cls._shape
    return cls._additional is not None or any(entry[0] in data for entry in cls._shape)


def bytes_result(cls: type[R], content: bytes) -> R:
    """A result that is a file; it has no ``raw``."""
    made = cls()
    setattr(made, _VALUE, content)
    return made


def decode(kind: Kind, value: JsonValue, path: str, problems: list[str]) -> object:
    """``value`` as its declared kind; None and a problem where that would lose information."""
    if isinstance(kind, str):
        made = _scalar(kind, value)
        # Many services write an empty string where there is no number.
        if made is None and value != "":
            problems.append(path)
        return made
    if isinstance(kind, tuple):
        return _list(kind[1], value, path, problems) if kind[0] == "l" else _mapping(kind[1], value, path, problems)
    if isinstance(value, dict):
        return decode_object(kind, value, path, problems)
    problems.append(path)
    return None


def _list(kind: Kind, value: JsonValue, path: str, problems: list[str]) -> list[object] | None:
    if not isinstance(value, list):
        single = None if isinstance(value, dict) or not isinstance(kind, str) else _scalar(kind, value)
        if single is not None:
            return [single]
        problems.append(path)
        return None
    made: list[object] = []
    below = f"{path}[]"
    for item in value:
        if isinstance(kind, type) and not isinstance(item, dict):
            # None keeps the position, so that positions still match those of the request.
            problems.append(below)
            made.append(decode_object(kind, {}, below, []))
        elif item is None and kind == "j":
            made.append(None)
        else:
            one = None if item is None else decode(kind, item, below, problems)
            if one is not None:
                made.append(one)
            elif item is None:
                problems.append(below)
    return made


def _mapping(kind: Kind, value: JsonValue, path: str, problems: list[str]) -> dict[str, object] | None:
    if not isinstance(value, dict):
        problems.append(path)
        return None
    made = {}
    for key, item in value.items():
        one = None if item is None else decode(kind, item, f"{path}.{key}" if path else key, problems)
        if one is not None or kind == "j":
            made[key] = one
    return made


def _scalar(code: str, value: JsonValue) -> object:
    if code == "j":
        return value
    if code in "sp":
        return _text(value)
    if code == "i":
        return _integer(value)
    if code == "n":
        return _number(value)
    if code in "de":
        return _money(value)
    if code == "b":
        return _boolean(value)
    if code == "o":
        return value if isinstance(value, dict) else None
    return _bytes(value)


def _text(value: JsonValue) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, (str, int, float)) else None


def _integer(value: JsonValue) -> int | None:
    if isinstance(value, str) and len(value) <= 40:
        text = value.strip()
        digits = text[1:] if text[:1] in ("-", "+") else text
        return int(text) if digits.isascii() and digits.isdigit() else None
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _number(value: JsonValue) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if number - number == 0 and "_" not in str(value) else None


_decimal: Callable[[str], Decimal] | None = None


def _money(value: JsonValue) -> object:
    global _decimal
    if _decimal is None:
        from decimal import Decimal

        _decimal = Decimal
    if isinstance(value, bool) or not isinstance(value, (int, float, str)) or "_" in (text := str(value)):
        return None
    try:
        amount = _decimal(text)
    except ArithmeticError:
        return None
    return amount if amount.is_finite() else None


def _boolean(value: JsonValue) -> bool | None:
    words = {"true": True, "false": False, "1": True, "0": False}
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, str)):
        return words.get(str(value).lower())
    return None


def _bytes(value: JsonValue) -> bytes | None:
    from base64 import b64decode

    if not isinstance(value, str):
        return None
    try:
        return b64decode(value, validate=True)
    except ValueError:
        return None


def dig(raw: JsonValue, path: str) -> JsonValue:
    """The value at a response path such as ``data.code``; None when there is none. In a list, the first item counts."""
    for step in path.split(".") if path else ():
        name = step.rstrip("[]")
        raw = raw.get(name) if name and isinstance(raw, dict) else raw if not name else None
        if step.endswith("[]"):
            raw = raw[0] if isinstance(raw, list) and raw else None
    return raw


def same(value: object, equals: object) -> bool:
    """Equality of two JSON values; a number equals the string of its digits."""
    return value == equals or (value is not None and str(value) == str(equals))


def text_at(result: Result, path: str) -> str | None:
    """The text at a response path of the raw response, None if there is none."""
    return _text(located(result, path))


def located(result: Result, path: str) -> JsonValue:
    """The value at a response path, or else the last part of its Location header."""
    value = dig(result.raw, path) if path else None
    if value is None and result.response is not None:
        location = result.response.headers.get("location", "")
        value = location.split("?")[0].rstrip("/").rpartition("/")[2] or None
    return value
