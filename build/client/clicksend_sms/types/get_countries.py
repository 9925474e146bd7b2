"""The types of the operation Get Countries."""

from __future__ import annotations

from .._engine.model import Model, Result
from .._engine.operation import Operation


class GetCountriesResult(Result):
    """The result of get_countries.

    Attributes:
        response_msg: Response Message.
    """

    __slots__ = ("http_code", "response_code", "response_msg", "data")
    http_code: int | None
    response_code: str | None
    response_msg: str | None
    data: list[Country] | None


class Country(Model):
    """Country."""

    __slots__ = ("code", "value")
    code: str | None
    value: str | None


GetCountriesResult._shape = (
    ("http_code", "http_code", "i", {}),
    ("response_code", "response_code", "s", {}),
    ("response_msg", "response_msg", "s", {}),
    ("data", "data", ("l", Country, {}), {}),
)
Country._shape = (
    ("code", "code", "s", {}),
    ("value", "value", "s", {}),
)
OPERATION = Operation(
    "get_countries",
    "GET",
    "/countries",
    "reads",
    GetCountriesResult,
    (),
    accept="application/json",
    envelope=("response_code", "SUCCESS"),
)
