"""MCP over streamable HTTP, for operations that are MCP servers: one JSON-RPC message a POST, and sessions.

The server of the `mcp` package is not used: importing it takes longer than the whole start of a sandbox, it needs
pydantic and its own application, and faults, throttling, credentials and the journal would not apply to it.

Source: modelcontextprotocol.io, specification of 2025-11-25, transports, lifecycle and tools. Revisions without the
initialize handshake (2026-07-28) are not supported; their clients fall back to the handshake.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from urllib.parse import urlsplit

from connectorkit import __version__
from connectorkit.model.json_value import Json, mapping
from connectorkit.model.mcp import INVALID_PARAMS, INVALID_REQUEST, PARSE_ERROR, REVISIONS, UNKNOWN_METHOD
from connectorkit.model.record import record
from connectorkit.sandbox.server import json_body
from connectorkit.sandbox.server.refusal import Refusal
from connectorkit.sandbox.server.request import Request
from connectorkit.sandbox.shapes import schema_samples
from connectorkit.sandbox.shapes.document_types import Mcp, Record, ServedDocument
from connectorkit.sandbox.vendor import mcp_tools
from connectorkit.sandbox.vendor.behaviour import Answer
from connectorkit.sandbox.vendor.webhooks import loopback

_BATCHES = ("2025-03-26",)
_ERRORS_FOR_MODELS = ("2025-11-25",)
SESSION, VERSION = "mcp-session-id", "mcp-protocol-version"
OF_TRANSPORT = (SESSION, VERSION, "accept", "content-type", "last-event-id")
"""Headers that the transport itself judges."""
_GONE = -32001
_MOST_SESSIONS = 1_000
_KINDS = ("application/json", "text/event-stream")


class Fault(Exception):
    """A rejected message: the JSON-RPC error code, the text, and the HTTP status."""

    def __init__(self, code: int, text: str, status: int = 200) -> None:
        super().__init__(text)
        self.code, self.text, self.status = code, text, status


@record(frozen=True)
class _Session:
    operation: str
    version: str
    id: str


class McpServer:
    """All MCP servers of one sandbox."""

    judged = OF_TRANSPORT

    def __init__(self, spec: ServedDocument) -> None:
        self.spec = spec
        said = spec["sandbox"].get("mcp", {})
        self.stream, self.page = said.get("stream", False), said.get("page", mcp_tools.PAGE)
        self.instructions = said.get("instructions", "")
        self.sessions: dict[str, _Session] = {}

    def answer(self, operation: str, mcp: Mcp, called: Request, lenient: bool = False) -> Answer:
        """The response to a POST, GET or DELETE. Raises Refusal for a request that is rejected without a JSON-RPC
        error."""
        _checked_origin(called)
        if called.method == "DELETE":
            self.sessions.pop(self._session(operation, called).id, None)
            return Answer(200, None, {})
        if called.method != "POST":
            # A server that sends no messages by itself need not offer a stream.
            text = "Method not allowed: the server offers no stream."
            return Answer(405, _error(None, Fault(INVALID_REQUEST, text)), {"Allow": "POST, DELETE"})
        if not lenient:
            _checked_media(called)
        try:
            return self._posted(operation, mcp, called)
        except Fault as fault:
            return Answer(fault.status, _error(None, fault), {})

    def _posted(self, operation: str, mcp: Mcp, called: Request) -> Answer:
        try:
            message = json_body.parsed(called.raw)
        except (ValueError, RecursionError):
            raise Fault(PARSE_ERROR, "Parse error: the body is not JSON.", 400) from None
        if isinstance(message, list):
            return self._batch(operation, mcp, called, message)
        session = _Session(operation, "", "")
        if not (isinstance(message, dict) and message.get("method") == "initialize"):
            if _is_request(message) and SESSION not in called.headers:
                # A client with several revisions negotiates one first.
                _known(str(mapping(message).get("method")), mapping(message).get("id"))
            session = self._session(operation, called)
        reply, opened = self._message(session, mcp, message)
        if reply is None:
            return Answer(202, None, {}, handled=True)
        headers = {SESSION: opened.id} if opened is not None else {}
        return self._sent(reply, headers)

    def _batch(self, operation: str, mcp: Mcp, called: Request, messages: list[Json]) -> Answer:
        session = self._session(operation, called)
        if session.version not in _BATCHES or not messages or len(messages) > 100:
            raise Fault(INVALID_REQUEST, "Invalid request: batches belong to revision 2025-03-26.", 400)
        replies: list[Json] = []
        for one in messages:
            reply = self._message(session, mcp, one)[0]
            replies += [reply] if reply is not None else []
        return self._sent(replies, {}) if replies else Answer(202, None, {}, handled=True)

    def _session(self, operation: str, called: Request) -> _Session:
        """The session of a call. Raises Fault or Refusal for a missing or unknown session."""
        given = called.headers.get(SESSION)
        if given is None:
            raise _fault_of(called, Fault(INVALID_REQUEST, "Bad request: the header Mcp-Session-Id is missing.", 400))
        session = self.sessions.get(given)
        if session is None or session.operation != operation:
            raise _fault_of(called, Fault(_GONE, "Session not found.", 404))
        version = called.headers.get(VERSION, session.version)
        if version != session.version:
            text = (
                f"Bad request: MCP-Protocol-Version {version[:40]} is not the version of the session, "
                f"{session.version}."
            )
            raise _fault_of(called, Fault(INVALID_REQUEST, text, 400))
        return session

    def _message(self, session: _Session, mcp: Mcp, message: Json) -> tuple[Json, _Session | None]:
        """The reply to a message, None where there is none, and the session that it opened."""
        if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
            raise Fault(INVALID_REQUEST, "Invalid request: a message must have `jsonrpc: 2.0`.", 400)
        if "method" not in message and {"result", "error"} & message.keys():
            return None, None
        method, number = message.get("method"), message.get("id")
        if not isinstance(method, str):
            raise Fault(INVALID_REQUEST, "Invalid request: the method is missing.", 400)
        if "id" not in message:
            return None, None
        if not isinstance(number, (str, int)) or isinstance(number, bool):
            raise Fault(INVALID_REQUEST, "Invalid request: the id must be a string or an integer.", 400)
        try:
            params = message.get("params", {})
            if not isinstance(params, dict):
                raise Fault(INVALID_PARAMS, "Invalid params: they must be an object.")
            if method == "initialize":
                opened = self._opened(session.operation, params)
                return _reply(number, self._introduced(opened)), opened
            return _reply(number, self._result(session, mcp, method, params)), None
        except Fault as fault:
            return _error(number, fault), None

    def _opened(self, operation: str, params: Mapping[str, Json]) -> _Session:
        wanted, client = params.get("protocolVersion"), mapping(params.get("clientInfo"))
        if not isinstance(wanted, str) or not isinstance(params.get("capabilities"), dict):
            raise Fault(INVALID_PARAMS, "Invalid params: protocolVersion, capabilities and clientInfo are required.")
        if not isinstance(client.get("name"), str) or not isinstance(client.get("version"), str):
            raise Fault(INVALID_PARAMS, "Invalid params: clientInfo must have a name and a version.")
        session = _Session(operation, wanted if wanted in REVISIONS else REVISIONS[0], uuid.uuid4().hex)
        while len(self.sessions) >= _MOST_SESSIONS:
            del self.sessions[next(iter(self.sessions))]
        self.sessions[session.id] = session
        return session

    def _introduced(self, session: _Session) -> Json:
        made: Record = {
            "protocolVersion": session.version,
            "capabilities": {"tools": {"listChanged": False}},
            "serverInfo": {"name": self.spec["title"], "version": __version__},
        }
        return {**made, "instructions": self.instructions} if self.instructions else made

    def _result(self, session: _Session, mcp: Mcp, method: str, params: Mapping[str, Json]) -> Json:
        if method == "ping":
            return {}
        if method == "tools/list":
            cursor = params.get("cursor")
            page = None
            if cursor is None or isinstance(cursor, str):
                page = mcp_tools.listed(mcp["tools"], cursor, self.page)
            if page is None:
                raise Fault(INVALID_PARAMS, "Invalid params: the cursor is unknown.")
            return page
        if method == "tools/call":
            return _called(session, mcp, params)
        raise Fault(UNKNOWN_METHOD, f"Method not found: {method[:100]}")

    def _sent(self, reply: Json, headers: dict[str, str]) -> Answer:
        if not self.stream:
            return Answer(200, reply, headers, handled=True)
        text = json.dumps(reply, ensure_ascii=False)
        headers = {**headers, "Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        return Answer(200, f"event: message\ndata: {text}\n\n".encode("utf-8", "replace"), headers, handled=True)


def _called(session: _Session, mcp: Mcp, params: Mapping[str, Json]) -> Json:
    name, arguments = params.get("name"), params.get("arguments", {})
    tool = next((one for one in mcp["tools"] if one["name"] == name), None)
    if tool is None:
        raise Fault(INVALID_PARAMS, f"Unknown tool: {str(name)[:100]}")
    why = schema_samples.problem({"type": "object", **tool["input"]}, arguments)
    if why and session.version in _ERRORS_FOR_MODELS:
        return mcp_tools.failed(f"Invalid arguments: {why}")
    if why:
        raise Fault(INVALID_PARAMS, f"Invalid arguments: {why}")
    return mcp_tools.called(tool)


def _known(method: str, number: Json) -> None:
    if method not in ("ping", "tools/list", "tools/call"):
        fault = Fault(UNKNOWN_METHOD, f"Method not found: {method[:100]}")
        raise Refusal(200, own=_error(number, fault))


def _is_request(message: Json) -> bool:
    return isinstance(message, dict) and isinstance(message.get("method"), str) and "id" in message


def _fault_of(called: Request, fault: Fault) -> Exception:
    """A message gets a JSON-RPC error; a DELETE of a session gets a plain rejection."""
    return fault if called.method == "POST" else Refusal(fault.status, fault.text)


def _reply(number: Json, result: Json) -> Json:
    return {"jsonrpc": "2.0", "id": number, "result": result}


def _error(number: Json, fault: Fault) -> Json:
    said: Record = {"code": fault.code, "message": fault.text}
    return {"jsonrpc": "2.0", "id": number, "error": said}


def _checked_origin(called: Request) -> None:
    """A web page may not call the server, even under a host name that resolves to this machine."""
    origin = called.headers.get("origin")
    places = [f"//{called.headers.get('host', '')}", *([origin] if origin is not None else [])]
    for place in places:
        try:
            local = loopback(urlsplit(place).hostname or "")
        except ValueError:
            local = False
        if not local:
            raise Refusal(
                403, own=_error(None, Fault(INVALID_REQUEST, "Forbidden: the Origin or Host is not this machine."))
            )


def _checked_media(called: Request) -> None:
    accepted = called.headers.get("accept", "")
    if "*/*" not in accepted and not all(kind in accepted for kind in _KINDS):
        text = "Not acceptable: the client must accept application/json and text/event-stream."
        raise Refusal(406, own=_error(None, Fault(INVALID_REQUEST, text)))
    if called.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Refusal(415, own=_error(None, Fault(INVALID_REQUEST, "Unsupported media type: send application/json.")))
