"""The types of the operation Get Return Addresses."""

from __future__ import annotations

from .._engine.model import Result
from .._engine.operation import Operation
from .models import ReturnAddress


class GetReturnAddressesResult(Result):
    """The result of get_return_addresses.

    Attributes:
        response_msg: Response Message.
    """

    __slots__ = ("http_code", "response_code", "response_msg", "data")
    http_code: int | None
    response_code: str | None
    response_msg: str | None
    data: list[ReturnAddress] | None


GetReturnAddressesResult._shape = (
    ("http_code", "http_code", "i", {}),
    ("response_code", "response_code", "s", {}),
    ("response_msg", "response_msg", "s", {}),
    ("data", "data", ("l", ReturnAddress, {}), {}),
)
OPERATION = Operation(
    "get_return_addresses",
    "GET",
    "/ms-flow/post/return-addresses",
    "reads",
    GetReturnAddressesResult,
    (),
    accept="application/json",
    envelope=("response_code", "SUCCESS"),
)
