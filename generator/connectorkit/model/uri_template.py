"""Path templates such as ``/orders/{order_id}``: their variables, and what is wrong with them."""

from __future__ import annotations

import re

_VARIABLE = re.compile(r"\{([^{}]*)\}")
_WHOLE = re.compile(r"(?:[^{}]|\{[^{}/]+\})*")


def variables(path: str) -> list[str]:
    """The names of the variables, in order and each once."""
    return list(dict.fromkeys(_VARIABLE.findall(path)))


def balanced(path: str) -> bool:
    """Whether each brace belongs to a variable that has a name and lies within one segment."""
    return _WHOLE.fullmatch(path) is not None


def sound(path: str) -> bool:
    """Whether the template is valid: its braces are balanced, and it has no query or fragment."""
    return not set("?#") & set(path) and balanced(path) and not any("=" in name for name in variables(path))


def shape(path: str) -> str:
    """The template in lower case without the names of variables: equal for templates that match the same requests."""
    return _VARIABLE.sub("{}", path).lower()
