"""The types of the operation Get Voice Languages."""

from __future__ import annotations

from .._engine.model import Model, Result
from .._engine.operation import Operation


class GetVoiceLanguagesResult(Result):
    """The result of get_voice_languages.

    Attributes:
        response_msg: Response Message.
    """

    __slots__ = ("http_code", "response_code", "response_msg", "data")
    http_code: int | None
    response_code: str | None
    response_msg: str | None
    data: list[VoiceLanguage] | None


class VoiceLanguage(Model):
    """Voice language."""

    __slots__ = ("code", "country", "gender")
    code: str | None
    country: str | None
    gender: list[str] | None


GetVoiceLanguagesResult._shape = (
    ("http_code", "http_code", "i", {}),
    ("response_code", "response_code", "s", {}),
    ("response_msg", "response_msg", "s", {}),
    ("data", "data", ("l", VoiceLanguage, {}), {}),
)
VoiceLanguage._shape = (
    ("code", "code", "s", {}),
    ("country", "country", "s", {}),
    ("gender", "gender", ("l", "s", {}), {}),
)
OPERATION = Operation(
    "get_voice_languages",
    "GET",
    "/voice/lang",
    "reads",
    GetVoiceLanguagesResult,
    (),
    accept="application/json",
    envelope=("response_code", "SUCCESS"),
)
