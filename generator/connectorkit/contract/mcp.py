"""An MCP server under test: a session over streamable HTTP, and checks whose failures are one line."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TypedDict

import pytest

from connectorkit.contract.answer import Answer, wrong
from connectorkit.contract.contract import Contract
from connectorkit.contract.contract_types import Request
from connectorkit.contract.request import RIGHT
from connectorkit.model.json_value import Json, mapping
from connectorkit.model.mcp import INVALID_PARAMS, PARSE_ERROR, REVISIONS, UNKNOWN_METHOD
from connectorkit.sandbox.shapes import schema_samples

_MOST_PAGES = 1_000
_STALE = "11111111-2222-4333-8444-555555555555"


class ToolCase(TypedDict):
    """A declared tool: its schemas, the arguments of the call, and the result of a sandbox."""

    input: dict[str, Json]
    output: dict[str, Json] | None
    arguments: dict[str, Json]
    result: Json


class Session:
    """A session with the MCP server at ``request``; opened by :meth:`open`."""

    def __init__(self, contract: Contract, request: Request) -> None:
        self.contract, self.request = contract, request
        self.id, self.version = "", ""
        self._numbers = itertools.count(1)
        self._tools: dict[str, Mapping[str, Json]] | None = None

    def open(self) -> Mapping[str, Json]:
        """Initialize the session and return the result; fail unless the server introduces itself."""
        params = {
            "protocolVersion": REVISIONS[0],
            "capabilities": {},
            "clientInfo": {"name": "contract", "version": "1"},
        }
        answer, said = self._asked("initialize", params)
        result = mapping(said.get("result"))
        version = result.get("protocolVersion")
        if version not in REVISIONS:
            raise wrong(answer.call, "protocolVersion", f"one of {', '.join(REVISIONS)}", version or answer.text)
        if not isinstance(mapping(result.get("capabilities")).get("tools"), dict):
            raise wrong(answer.call, "capabilities.tools", "an object, because the server has tools", answer.text)
        if not isinstance(mapping(result.get("serverInfo")).get("name"), str):
            raise wrong(answer.call, "serverInfo.name", "a string", answer.text)
        self.id, self.version = answer.header("mcp-session-id") or "", str(version)
        told = self.send({"jsonrpc": "2.0", "method": "notifications/initialized"})
        told.call += " notifications/initialized"
        told.has_status(202)
        return result

    def send(self, message: Json, credentials: str = RIGHT, session: str | None = None) -> Answer:
        """Post a message in this session, or in one with another id."""
        return self.contract.send({**self._request("POST", session), "body": message}, {}, credentials)

    def malformed(self) -> Answer:
        """Post a body that is not JSON."""
        request = self._request("POST")
        headers: dict[str, Json] = {**request.get("headers", {}), "Content-Type": "application/json"}
        return self.contract.send({**request, "headers": headers, "raw": '{"jsonrpc": "2.0", '}, {})

    def end(self) -> Answer:
        """Ask the server to end the session."""
        return self.contract.send(self._request("DELETE"), {})

    def result(self, method: str, params: Mapping[str, object] | None = None) -> tuple[Answer, Mapping[str, Json]]:
        """The result of a request; fail on an error."""
        answer, said = self._asked(method, params)
        if not isinstance(said.get("result"), dict):
            raise wrong(answer.call, "result", "an object", said.get("error", answer.text))
        return answer, mapping(said.get("result"))

    def error(self, method: str, params: Mapping[str, object] | None = None) -> tuple[Answer, int | None]:
        """The error code of the response to a request; None for a result."""
        answer, said = self._asked(method, params)
        code = mapping(said.get("error")).get("code")
        return answer, code if isinstance(code, int) else None

    def tools(self) -> dict[str, Mapping[str, Json]]:
        """All tools that the server lists, by name; fail on an invalid list."""
        if self._tools is None:
            found: dict[str, Mapping[str, Json]] = {}
            for answer, tool in self._listed():
                name = tool.get("name")
                if not isinstance(name, str) or name in found:
                    raise wrong(answer.call, "tools[].name", "a different name for each tool", tool)
                if mapping(tool.get("inputSchema")).get("type") != "object":
                    raise wrong(answer.call, f"inputSchema of {name}", "a schema of type object", tool)
                found[name] = tool
            self._tools = found
        return self._tools

    def _listed(self) -> Iterator[tuple[Answer, Mapping[str, Json]]]:
        params: dict[str, object] = {}
        cursors: set[str] = set()
        for _ in range(_MOST_PAGES):
            answer, page = self.result("tools/list", params)
            listed = page.get("tools")
            if not isinstance(listed, list):
                raise wrong(answer.call, "tools", "an array", page)
            yield from ((answer, mapping(one)) for one in listed)
            cursor = page.get("nextCursor")
            if cursor is None:
                return
            if not isinstance(cursor, str) or cursor in cursors:
                raise wrong(answer.call, "nextCursor", "a string that is new", cursor)
            cursors.add(cursor)
            params = {"cursor": cursor}
        raise wrong("tools/list", "pages", f"at most {_MOST_PAGES}", "more")

    def _asked(self, method: str, params: Mapping[str, object] | None) -> tuple[Answer, Mapping[str, Json]]:
        """Post a request, and extract its response from the JSON or the event stream."""
        number = f"{method}-{next(self._numbers)}"
        message: dict[str, Json] = {"jsonrpc": "2.0", "id": number, "method": method}
        if params is not None:
            message["params"] = json.loads(json.dumps(params))
        answer = self.send(message)
        answer.call += f" {method}"
        if method == "tools/call" and params is not None:
            answer.call += f" {params.get('name')}"
        answer.has_status(200)
        said = response(answer, number)
        if said is None or said.get("jsonrpc") != "2.0" or said.get("id") != number:
            raise wrong(answer.call, "response", f"a JSON-RPC 2.0 response with the id {number}", answer.text or "none")
        return answer, said

    def _request(self, method: str, session: str | None = None) -> Request:
        chosen = self.id if session is None else session
        headers: dict[str, Json] = {"Accept": "application/json, text/event-stream", **self.request.get("headers", {})}
        headers |= {"Mcp-Session-Id": chosen} if chosen else {}
        headers |= {"MCP-Protocol-Version": self.version} if self.version else {}
        made: Request = {**self.request, "method": method, "headers": headers}
        return made


def response(answer: Answer, number: str) -> Mapping[str, Json] | None:
    """The response message to the request with that id in a body: the JSON itself, or an event of a stream."""
    kind = (answer.header("content-type") or "").partition(";")[0].strip().lower()
    if kind != "text/event-stream":
        return answer.document if isinstance(answer.document, dict) else None
    for event in answer.text.replace("\r\n", "\n").split("\n\n"):
        data = "\n".join(line[5:].removeprefix(" ") for line in event.split("\n") if line.startswith("data:"))
        try:
            message = json.loads(data) if data else None
        except ValueError:
            raise wrong(answer.call, "event", "JSON", data) from None
        if isinstance(message, dict) and message.get("id") == number:
            return message
    return None


def lists(session: Session, name: str, tool: ToolCase) -> None:
    """Fail unless the server lists a tool with its declared arguments."""
    listed = session.tools().get(name)
    if listed is None:
        raise wrong("tools/list", name, "the tool", ", ".join(session.tools()) or "no tool")
    schema, declared = mapping(listed.get("inputSchema")), tool["input"]
    for part in ("properties", "required"):
        got, expected = _names(schema.get(part)), _names(declared.get(part))
        if got != expected:
            raise wrong("tools/list", f"{part} of {name}", ", ".join(sorted(expected)) or "none", sorted(got))
    types = mapping(schema.get("properties"))
    for key, value in mapping(declared.get("properties")).items():
        said, found = mapping(value).get("type"), mapping(types.get(key)).get("type")
        if said is not None and said != found:
            raise wrong("tools/list", f"type of {name}.{key}", json.dumps(said), found)
    if tool["output"] is not None and not isinstance(listed.get("outputSchema"), dict):
        raise wrong("tools/list", f"outputSchema of {name}", "a schema", "none")


def _names(said: Json | None) -> set[str]:
    return set(map(str, said)) if isinstance(said, (dict, list)) else set()


def calls(session: Session, name: str, tool: ToolCase) -> None:
    """Call a tool; fail unless it succeeds with content, and with structured content where that is declared."""
    answer, result = session.result("tools/call", {"name": name, "arguments": tool["arguments"]})
    content = result.get("content")
    if not isinstance(content, list) or not all(isinstance(mapping(one).get("type"), str) for one in content):
        raise wrong(answer.call, "content", "an array of typed items", result)
    if result.get("isError"):
        raise wrong(answer.call, "isError", "false", content)
    structured = result.get("structuredContent")
    if tool["output"] is not None:
        if not isinstance(structured, dict):
            raise wrong(answer.call, "structuredContent", "an object, because an output schema is declared", result)
        why = schema_samples.problem(tool["output"], structured)
        if why:
            raise wrong(answer.call, "structuredContent", "a result that matches the declared output", why)
    if session.contract.is_sandbox() and tool["result"] is not None:
        got = structured if isinstance(tool["result"], dict) else content
        expected = tool["result"] if isinstance(tool["result"], dict) else [{"type": "text", "text": _text(tool)}]
        if got != expected:
            raise wrong(answer.call, "result", json.dumps(expected), got)


def _text(tool: ToolCase) -> str:
    said = tool["result"]
    return said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)


def refuses(session: Session, name: str, arguments: Mapping[str, object], what: str) -> None:
    """Fail unless a call is rejected with the error for invalid params, or with an error result."""
    params = {"name": name, "arguments": arguments}
    answer, code = session.error("tools/call", params)
    if code is None:
        said = mapping(response_of(answer).get("result"))
        if said.get("isError") is True:
            return
        raise wrong(f"{answer.call} {what}", "response", f"error {INVALID_PARAMS} or isError true", answer.text)
    if code != INVALID_PARAMS:
        raise wrong(f"{answer.call} {what}", "error code", str(INVALID_PARAMS), code)


def response_of(answer: Answer) -> Mapping[str, Json]:
    """The message of a response with the right id."""
    if isinstance(answer.document, dict):
        return answer.document
    number = next((part for part in answer.text.split('"') if part.startswith("tools/call-")), "")
    return response(answer, number) or {}


def knows_no(session: Session, method: str) -> None:
    """Fail unless an unknown method is rejected as such."""
    answer, code = session.error(method)
    if code != UNKNOWN_METHOD:
        raise wrong(answer.call, "error code", str(UNKNOWN_METHOD), code if code is not None else answer.text)


def refuses_malformed(session: Session) -> None:
    """Fail unless a body that is not JSON is rejected as such, and the session continues."""
    answer = session.malformed()
    answer.call += " with malformed JSON"
    answer.has_status(400)
    code = mapping(mapping(answer.document).get("error")).get("code")
    if code not in (None, PARSE_ERROR):
        raise wrong(answer.call, "error code", str(PARSE_ERROR), code)
    session.result("ping")


def keeps_sessions(session: Session) -> None:
    """Fail unless an unknown session and an ended one are rejected with 404."""
    if not session.id:
        pytest.skip("the server has no sessions")
    ping: Json = {"jsonrpc": "2.0", "id": "ping", "method": "ping"}
    answer = session.send(ping, session=_STALE)
    answer.call += " in an unknown session"
    answer.has_status(404)
    other = Session(session.contract, session.request)
    other.open()
    if other.id == session.id:
        raise wrong(answer.call, "Mcp-Session-Id", "a new one for each session", other.id)
    ended = other.end()
    if ended.status == 405:
        pytest.skip("the server does not allow clients to end a session")
    ended.call += " to end a session"
    ended.has_status(200, 202, 204)
    answer = other.send(ping)
    answer.call += " in a closed session"
    answer.has_status(404)
    session.result("ping")


def strangers(session: Session, declared: Sequence[str]) -> list[str]:
    """The listed tools that the source does not declare."""
    return [f"tool {name}" for name in session.tools() if name not in declared]
