"""Fetching a token from the store or the service, without input or output."""

from __future__ import annotations

from . import retry
from .content_coding import inflated
from .http_messages import Failure, Response
from .response_json import parsed
from .token_trouble import Trouble
from .tokens import Token

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from .http_messages import Request
    from .token_flight import Blocking, Flow
    from .token_source import Account, Limits
    from .tokens import TokenStore

    Asked = Generator[Request | float | Blocking, Response | Failure | None, Token | Trouble]
    Loaded = Generator[Blocking, object, Token | Trouble | None]

# A token type that needs a proof with each request. All others are sent as bearer tokens, as by the platform.
_WITH_PROOF = frozenset(("mac", "dpop", "pop"))


class _Shelf:
    """One access to the store: the token, and the exception."""

    __slots__ = ("_store", "problem", "token")

    def __init__(self, store: TokenStore, token: Token | None = None) -> None:
        self._store = store
        self.token = token
        self.problem: Trouble | None = None

    def get(self) -> None:
        try:
            self.token = self._store.get()
        except Exception as error:
            self._note(error)

    def set(self) -> None:
        try:
            if self.token is not None:
                self._store.set(self.token)
        except Exception as error:
            self._note(error)

    def _note(self, error: Exception) -> None:
        # Its text may contain the token.
        self.problem = Trouble(f"the token store raised {type(error).__name__}", advice="check the token store")


def renewing(account: Account, limits: Limits, refused: Token | None) -> Flow:
    """A token other than ``refused``: that of the store if another process has renewed it, or a new one."""
    loaded = yield from _loaded(account)
    if isinstance(loaded, Trouble):
        return loaded
    attempts = 0
    while True:
        if loaded is not None and account.usable(loaded, limits.runtime.now(), refused):
            account.keep(loaded, True)
            return loaded
        ready = account.renewal(loaded)
        if isinstance(ready, Trouble):
            return ready
        made = yield from asked(account, limits, ready, loaded, True)
        attempts += 1
        if isinstance(made, Token) or made.code != "invalid_grant" or loaded is None or attempts == 2:
            return made
        # Another process may have used the refresh token first, and stored the result.
        used = loaded.refresh_token
        loaded = yield from _loaded(account)
        if not isinstance(loaded, Token) or loaded.refresh_token == used:
            return loaded if isinstance(loaded, Trouble) else made


def asked(account: Account, limits: Limits, request: Request, before: Token | None, again: bool) -> Asked:
    """The token that the service returns for ``request``; it is stored before it is returned.

    ``again``: the request may be retried without a response. A code may not: a service that gets it twice revokes its
    tokens (RFC 6749, 4.1.2).
    """
    runtime = limits.runtime
    ends = runtime.clock() + limits.timeout
    attempt = 0
    while True:
        sent_at = runtime.now()
        request.timeout = ends - runtime.clock()
        reply = (yield request) or Failure(False, "nothing was sent")
        if isinstance(reply, Response) and "content-encoding" in reply.headers:
            reply = inflated(reply)
        pause = retry.wait(reply, attempt, runtime)
        attempt += 1
        repeatable = retry.repeatable("idempotent" if again else "creates", reply)
        if attempt > limits.retries or not repeatable or runtime.clock() + pause >= ends:
            break
        yield pause
    made = _read(account, reply, before, sent_at)
    if isinstance(made, Trouble):
        return made
    # Kept in memory first: if the store fails, the token is not lost, and is stored at the next call.
    account.keep(made, False)
    shelf = _Shelf(account.store, made)
    yield shelf.set
    if shelf.problem is not None:
        return shelf.problem
    account.keep(made, True)
    return made


def _loaded(account: Account) -> Loaded:
    unsaved = account.unsaved()
    shelf = _Shelf(account.store, unsaved)
    yield shelf.get if unsaved is None else shelf.set
    if shelf.problem is None and shelf.token is not None:
        account.keep(shelf.token, True)
    return shelf.problem or shelf.token


def _read(account: Account, reply: Response | Failure, before: Token | None, now: float) -> Token | Trouble:
    """The token of a response, or the trouble. Nothing is raised here, because the frames contain secrets."""
    if isinstance(reply, Failure):
        return Trouble(f"no access token: the token endpoint: {reply.reason}", unreachable=True)
    data = _members(reply)
    code = data.get("error")
    if not 200 <= reply.status < 300 or code:
        said = account.hide(_text(data.get("error_description")) or _text(data.get("error_message")))[:500]
        reason = f"the token endpoint refused (HTTP {reply.status})"
        if reply.status >= 500 or reply.status in (408, 429):
            reason = f"the token endpoint failed (HTTP {reply.status})"
        return Trouble(reason, code=account.hide(_text(code))[:100], said=said, status=reply.status)
    if _text(data.get("token_type")).lower() in _WITH_PROOF:
        return Trouble("the token endpoint returned a token that is not a bearer token", status=reply.status)
    refresh = _text(data.get("refresh_token")) or (before.refresh_token if before is not None else None)
    seconds = _seconds(data.get("expires_in"))
    try:
        return Token(
            _text(data.get("access_token")),
            refresh_token=refresh,
            expires_at=None if seconds is None else now + seconds,
            obtained_at=now,
            scope=_text(data.get("scope")),
        )
    except ValueError:
        return Trouble("the token endpoint returned no access token", status=reply.status)


def _members(reply: Response) -> Mapping[str, object]:
    """The members of a response, which is JSON, or a form from a few old services."""
    data, readable = parsed(reply)
    kind = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
    if isinstance(data, str) and not readable and kind in ("application/x-www-form-urlencoded", "text/plain"):
        from urllib.parse import parse_qsl

        try:
            return dict(parse_qsl(data, max_num_fields=100))
        except ValueError:
            return {}
    return data if isinstance(data, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _seconds(value: object) -> float | None:
    """The lifetime of a token; some services write it as a string."""
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
        value = int(value[:12])
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < 1e12:
        return None
    return float(value)
