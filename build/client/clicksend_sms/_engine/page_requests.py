"""The additional values of a request for a page."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .jsonvalue import JsonValue
    from .operation import Place


class Onward:
    """Values by location and name (a path of names in the body), or the ``link`` to the page.

    ``before`` is the target of the previous page, the base of a relative link; ``target`` is set when the request is
    built.
    """

    __slots__ = ("before", "link", "target", "values")

    def __init__(self) -> None:
        self.values: dict[tuple[str, tuple[str, ...]], object] = {}
        self.link = ""
        self.before = ""
        self.target = ""

    def place(self, place: Place, value: object) -> None:
        """Set the value of an input; ``place`` includes whether a number is sent as text."""
        location, steps, as_text = place
        self.values[location, steps] = str(value) if as_text else value


def put(body: JsonValue | bytes, steps: tuple[str, ...], value: object) -> None:
    """Set a field of a JSON body, and create the objects around it; a body that is not an object is left unchanged."""
    for step in steps[:-1]:
        if not isinstance(body, dict):
            return
        below = body.get(step)
        if not isinstance(below, dict):
            below = body[step] = {}
        body = below
    if isinstance(body, dict):
        body[steps[-1]] = value if isinstance(value, (str, int)) else str(value)
