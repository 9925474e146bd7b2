"""The types of the operation Delete SMS Inbound Automation."""

from __future__ import annotations

from .._engine.model import Result
from .._engine.operation import Input, Operation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .._engine.jsonvalue import JsonValue


class DeleteSmsInboundAutomationResult(Result):
    """The result of delete_sms_inbound_automation.

    Attributes:
        response_msg: Response Message.
        data: Not declared by the connector.
    """

    __slots__ = ("http_code", "response_code", "response_msg", "data")
    http_code: int | None
    response_code: str | None
    response_msg: str | None
    data: list[JsonValue] | None


DeleteSmsInboundAutomationResult._shape = (
    ("http_code", "http_code", "i", {}),
    ("response_code", "response_code", "s", {}),
    ("response_msg", "response_msg", "s", {}),
    ("data", "data", ("l", "j", {}), {}),
)
OPERATION = Operation(
    "delete_sms_inbound_automation",
    "DELETE",
    "/automations/sms/inbound/{inbound_rule_id}",
    "idempotent",
    DeleteSmsInboundAutomationResult,
    (Input("inbound_rule_id", "inbound_rule_id", "path", "i", {"required": True}),),
    accept="application/json",
    envelope=("response_code", "SUCCESS"),
    look_for=(("inbound_rule_id", "inbound_rule_id", ()),),
)
