"""Get Voice Languages (get_voice_languages).

GET /voice/lang; effect of a call: reads.
"""

from __future__ import annotations

from typing import Any

import pytest

from connectorkit.contract.contract import Answer, Contract
from connectorkit.contract.client import KINDS, Clients, meets
from connectorkit.contract.contract_types import Fault, Request, Step
from connectorkit.contract.pytest_plugin import Note

OPERATION, EFFECT = "get_voice_languages", "reads"
pytestmark = pytest.mark.contract(operation=OPERATION, effect=EFFECT, safe=True)

REQUEST: Request = {"operation": "get_voice_languages", "method": "GET", "path": "/voice/lang"}

# What has to exist before the call.
BEFORE: list[Step] = []

STATUS = 200
SUCCESS: dict[str, object] = {"response_code": "SUCCESS"}

# Each declared response path and what may stand there.
RESPONSE = {
    "http_code": "integer",
    "response_code": "string",
    "response_msg": "string",
    "data": "array",
    "data[].code": "string",
    "data[].country": "string",
    "data[].gender": "array or string",
}

# What a sandbox answers each time: constants, what was sent, and the types of what is new each time.
EXAMPLE = {
    "http_code": 200,
    "response_code": "SUCCESS",
    "response_msg": "Here are the possible languages.",
    "data[].code": [
        "en-us",
        "en-au",
        "en-gb",
        "en-gb-wls",
        "cy-gb-wls",
        "de-de",
        "es-es",
        "es-us",
        "fr-fr",
        "is-is",
        "it-it",
        "da-dk",
        "nl-nl",
        "pl-pl",
        "pt-br",
        "ru-ru",
        "en-in",
        "fr-ca",
        "nb-no",
        "ro-ro",
        "sv-se",
        "tr-tr",
        "pt-pt",
    ],
    "data[].country": [
        "English, United States",
        "English, Australia",
        "English, United Kingdom",
        "English, Wales",
        "Welsh, Wales",
        "German, Germany",
        "Spanish, Spain",
        "Spanish, United States",
        "French, France",
        "Icelandic, Iceland",
        "Italian, Italy",
        "Danish, Denmark",
        "Dutch, Netherlands",
        "Polish, Poland",
        "Portuguese, Brazil",
        "Russian, Russia",
        "English, India",
        "French, Canada",
        "Norwegian, Norway",
        "Romanian, Romania",
        "Swedish, Sweden",
        "Turkish, Turkey",
        "Portuguese, Portugal",
    ],
    "data[].gender": [
        ["female", "male"],
        ["female", "male"],
        ["female", "male"],
        ["female", "male"],
        ["female", "male"],
        ["female", "male"],
        ["female", "male"],
        ["female", "male"],
        ["female", "male"],
        ["female", "male"],
        ["female", "male"],
        ["female", "male"],
        ["female", "male"],
        ["female", "male"],
        ["female", "male"],
        ["female", "male"],
        "female",
        "female",
        "female",
        "female",
        "female",
        "female",
        "male",
    ],
}

# How many more records a sandbox keeps after the call.
KEPT: dict[str, int | None] = {}

# What a sandbox answers to a call that it refuses or fails at, by status.
REFUSALS: dict[int, dict[str, object]] = {
    401: {
        "http_code": 401,
        "response_code": "UNAUTHORIZED",
        "response_msg": "Authorization failed.",
        "data": None,
    },
    429: {
        "http_code": 429,
        "response_code": "HTTP_TOO_MANY_REQUESTS",
        "response_msg": "Too many attempts.",
        "data": None,
    },
    500: {
        "http_code": 500,
        "response_code": "INTERNAL_SERVER_ERROR",
        "response_msg": "Internal server error.",
        "data": None,
    },
}

# What goes wrong, and what the client makes of it: `meets` says what the words stand for.
FAULTS: dict[str, tuple[Fault, str]] = {
    "429, seconds": ({"rate_limit": {"retry_after": 7}}, "repeated"),
    "429, a date": ({"rate_limit": {"retry_after": 30, "form": "date"}}, "repeated"),
    "500": ({"status": 500}, "repeated"),
    "502 in HTML": ({"status": 502, "html": True}, "repeated"),
    "no answer in time": ({"hold": True}, "repeated"),
    "closed before handling": ({"close": "before"}, "repeated"),
    "closed after handling": ({"close": "after"}, "repeated"),
    "reset after handling": ({"reset": "after"}, "repeated"),
    "truncated": ({"truncate": True}, "repeated"),
    "wrong type at http_code": ({"retype": ["http_code"]}, "flagged"),
    "an unknown field": ({"set": {"not_documented": "new"}}, "answered"),
    "an error in a 200": ({"envelope": "NOT_CARRIED_OUT"}, "refused"),
}


def call(client: Any, known: dict[str, Any]) -> Any:
    """The call with a client, to be awaited if it is asynchronous; `known` has the values of earlier steps."""
    return client.get_voice_languages()


@pytest.fixture(scope="module")
def answer(contract: Contract) -> Answer:
    """The response of one call, which the tests below read."""
    return contract.observed(REQUEST, BEFORE)


def test_happy_path(contract: Contract, answer: Answer, note: Note) -> None:
    note.operation(OPERATION, contract.undocumented(answer.document, OPERATION))
    answer.succeeded(STATUS, SUCCESS)


@pytest.mark.sandbox
def test_headers(answer: Answer) -> None:
    answer.has_header("Content-Type", "application/json")


@pytest.mark.parametrize("path", RESPONSE)
def test_response_path(answer: Answer, note: Note, path: str) -> None:
    note.path(OPERATION, path, answer.holds(path, RESPONSE))


@pytest.mark.sandbox
@pytest.mark.parametrize("path", EXAMPLE)
def test_example(answer: Answer, path: str) -> None:
    answer.equals(path, EXAMPLE[path])


@pytest.mark.sandbox
def test_handled_once(answer: Answer) -> None:
    answer.handled_once(KEPT)


@pytest.mark.parametrize("credentials", ["wrong", "missing", "wrong username", "wrong password"])
def test_credentials(contract: Contract, credentials: str) -> None:
    contract.compare(contract.refuses_credentials(REQUEST, credentials), REFUSALS)


@pytest.mark.sandbox
@pytest.mark.parametrize("status", [429, 500])
def test_failure(contract: Contract, status: int) -> None:
    contract.compare(contract.fails(REQUEST, BEFORE, status), REFUSALS)


@pytest.mark.sandbox
@pytest.mark.client
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("fault", FAULTS)
def test_fault(contract: Contract, clients: Clients, fault: str, kind: str) -> None:
    meets(contract, clients, call, BEFORE, (OPERATION, EFFECT), FAULTS[fault], kind)
