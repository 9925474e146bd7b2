"""What all operations of the service share."""

from __future__ import annotations

from ._engine.operation import Service

SERVICE = Service(
    package="clicksend_sms",
    agent="clicksend-sms/1.0",
    errors=("response_code", "response_msg", "data"),
    schemes=(("basic_auth", "basic", "header", "", ("username", "password")),),
    security=(("basic_auth",),),
    base_url="https://rest.clicksend.com/v3",
)
