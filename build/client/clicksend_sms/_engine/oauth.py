"""Access tokens for the calls of clients: fetched when needed, and renewed once for all waiting calls."""

from __future__ import annotations

from abc import ABC, abstractmethod

from .errors import ValidationFailed
from .oauth_provider import Endpoint, Provider, Values, address, token_request
from .token_trouble import Trouble
from .tokens import MemoryTokenStore

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

    from .http_messages import Request
    from .operation import Service
    from .settings import Settings
    from .sign_in import Return, SignIn
    from .token_flight import Flight
    from .token_source import Limits
    from .tokens import Token, TokenStore

# How many tokens, including old ones, are hidden in texts of the service.
_HIDDEN_TOKENS = 32


class OAuth(ABC):
    """The tokens of one account: the base of both grants.

    It is safe to share between threads, tasks, event loops and clients of one account. A forked process keeps the token
    and forgets requests that are under way.
    """

    def __init__(
        self,
        service: Service,
        provider: Provider,
        settings: Settings,
        scopes: Sequence[str] | None,
        store: TokenStore | None,
        send_secret_in: str,
        token_endpoint: str | None,
        authorization_endpoint: str | None = None,
        redirect_uri: str | None = None,
        pkce: bool = False,
    ) -> None:
        from threading import Lock

        from .after_fork import renew
        from .settings import missing_setting

        if send_secret_in not in ("body", "header"):
            raise ValidationFailed(service.package, ["send_secret_in must be 'body' or 'header'"])
        self._service = service
        provider = provider.at(authorization_endpoint, token_endpoint)
        self._provider = provider
        self._pkce = pkce
        self._in_header = send_secret_in == "header"
        given = _Given(service, provider, settings, self._needs())
        problems = given.problems + [missing_setting(service, name) for name in given.missing]
        if problems:
            raise ValidationFailed(service.package, problems)
        self._values, self._secrets = given.all(provider, scopes, redirect_uri or ""), given.secrets
        self.store: TokenStore = MemoryTokenStore() if store is None else store
        self._lock = Lock()
        self._flight: Flight | None = None
        # The token, and whether the store has it: one tuple, so that threads see both change together.
        self._held: tuple[Token | None, bool] = (None, True)
        self.version = 0
        for what, endpoint in self._endpoints():
            # Reports a wrong address here rather than at the first call.
            address(endpoint, self._values, (), service.package, what)
        renew(self)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("credentials cannot be pickled")

    def _after_fork(self) -> None:
        from threading import Lock

        self._lock = Lock()
        self._flight = None

    @abstractmethod
    def _endpoints(self) -> tuple[tuple[str, Endpoint], ...]:
        """The endpoints of this grant, each with the argument that replaces it."""

    def _needs(self) -> tuple[str, ...]:
        """The required arguments of this grant."""
        return needed(self._provider, *(endpoint for _, endpoint in self._endpoints()))

    @abstractmethod
    def renewal(self, token: Token | None) -> Request | Trouble:
        """The request for a token after ``token``, or why that is impossible."""

    @abstractmethod
    def renewable(self, token: Token) -> bool:
        """Whether ``token`` can be replaced without a person."""

    def _request(self, endpoint: Endpoint, more: Sequence[tuple[str, str]] = (), **values: str) -> Request:
        filled = self._values.with_(**values)
        agent, package = self._service.agent, self._service.package
        return token_request(endpoint, filled, more, package, agent, self._in_header)

    def usable(self, token: Token, now: float, refused: Token | None) -> bool:
        """Whether a call at ``now`` may be sent with ``token``; ``refused`` is a token that the service rejected."""
        if refused is not None and token.access_token == refused.access_token:
            return False
        if self.renewable(token) or token.expires_at is None:
            return token.is_fresh(now)
        return now < token.expires_at

    def current(self, now: float, refused: Token | None = None) -> Token | None:
        """The current token; None when one must be loaded or fetched."""
        token, stored = self._held
        return token if token is not None and stored and self.usable(token, now, refused) else None

    def unsaved(self) -> Token | None:
        """The token that could not be stored; None when the store has the last one."""
        token, stored = self._held
        return None if stored else token

    def keep(self, token: Token, stored: bool) -> None:
        """Use ``token`` from now on, and hide it in texts."""
        self.conceal(token.access_token, token.refresh_token or "")
        self._held = (token, stored)

    def conceal(self, *secrets: str) -> None:
        """Hide ``secrets`` in texts of the service."""
        new = [one for one in secrets if one and one not in self._secrets]
        if new:
            with self._lock:
                self._secrets = self._secrets.joined(new)
                self.version += 1

    def revealed(self) -> tuple[str, ...]:
        """All secrets to hide."""
        return self._secrets.revealed()

    def hide(self, text: str) -> str:
        """``text`` with secrets hidden, in case the service returned them."""
        from .redaction import pattern_of

        pattern = pattern_of(self.revealed())
        return pattern.sub("***", text) if pattern is not None else text

    def flight(self, limits: Limits, refused: Token | None) -> tuple[Flight, bool]:
        """The token request that is under way, or a new one (True)."""
        from .token_flight import Flight
        from .token_requests import renewing

        with self._lock:
            under_way = self._flight
            if under_way is not None and not under_way.over:
                return under_way, False
            self._flight = Flight(renewing(self, limits, refused), limits.timeout)
            return self._flight, True


class _Secrets:
    """Secrets in order: all ``fixed`` ones, and the most recent others. Its repr shows none."""

    __slots__ = ("_fixed", "_passing")

    def __init__(self, fixed: tuple[str, ...], passing: tuple[str, ...] = ()) -> None:
        self._fixed = fixed
        self._passing = passing

    def __repr__(self) -> str:
        return "<Secrets>"

    def __contains__(self, one: str) -> bool:
        return one in self._passing or one in self._fixed

    def joined(self, new: Sequence[str]) -> _Secrets:
        return _Secrets(self._fixed, (*self._passing, *new)[-2 * _HIDDEN_TOKENS :])

    def revealed(self) -> tuple[str, ...]:
        return self._fixed + self._passing


class _Given:
    """The arguments of a grant, by the placeholders that they fill. Its repr shows none of them."""

    __slots__ = ("missing", "problems", "secrets", "values")

    def __init__(self, service: Service, provider: Provider, settings: Settings, needs: tuple[str, ...]) -> None:
        from .credentials import problems_of

        given = settings.all(service)
        values: dict[str, str] = {}
        self.missing: dict[str, None] = {}
        self.problems: list[str] = []
        hidden: list[str] = []
        for name, (argument, default, secret) in provider.parameters.items():
            value = given.get(argument) or default
            if value is None and argument in needs:
                self.missing[argument] = None
            if value is not None and value != "":
                self.problems += problems_of(argument, value)
                hidden += [value] if secret else []
            values[name] = value or ""
        self.values = Values(values)
        self.secrets = _Secrets(tuple(hidden))

    def __repr__(self) -> str:
        return "<Given>"

    def all(self, provider: Provider, scopes: Sequence[str] | None, redirect_uri: str) -> Values:
        """The values of the placeholders, including the scopes and the redirect URI."""
        asked = provider.scopes if scopes is None else tuple(scopes)
        joined = provider.delimiter.join(self.values.fill(scope) for scope in asked)
        return self.values.with_(scopes=joined, redirecturl=redirect_uri)


class ClientGrant(OAuth):
    """Tokens for the application itself, without a sign-in."""

    def _endpoints(self) -> tuple[tuple[str, Endpoint], ...]:
        return (("token_endpoint", self._provider.client),)

    def renewal(self, token: Token | None) -> Request | Trouble:
        """The request for a token after ``token``."""
        return self._request(self._provider.client)

    def renewable(self, token: Token) -> bool:
        """Always: the application has its credentials."""
        return True


class CodeGrant(OAuth):
    """Tokens on behalf of a person who signed in."""

    def _endpoints(self) -> tuple[tuple[str, Endpoint], ...]:
        provider = self._provider
        asked = (("token_endpoint", provider.token), ("token_endpoint", provider.refresh))
        return (("authorization_endpoint", provider.authorization), *asked)

    def _needs(self) -> tuple[str, ...]:
        # A public application has no secret.
        return tuple(name for name in super()._needs() if name != "client_secret")

    def renewal(self, token: Token | None) -> Request | Trouble:
        """The request for a token after ``token``, or the trouble that a person has to sign in."""
        if token is None:
            return Trouble("nobody has signed in", sign_in=True, advice="sign in: open the address of sign_in()")
        if token.refresh_token is None:
            reason = "the access token has expired, and there is no refresh token"
            return Trouble(reason, sign_in=True, advice="sign in again")
        return self._request(self._provider.refresh, refreshtoken=token.refresh_token)

    def renewable(self, token: Token) -> bool:
        """Whether there is a refresh token."""
        return token.refresh_token is not None

    def sign_in(self, *, state: str | None = None) -> SignIn:
        """Start a sign-in: send the person to its `url`, and keep it until they return to `redirect_uri`.

        Args:
            state: sent back with the person; random by default, which protects against forged returns.

        Raises:
            ValidationFailed: there is no redirect_uri, or no valid URL can be built.
        """
        from secrets import token_urlsafe

        from .sign_in import SignIn, challenge

        package = self._service.package
        if not self._values.get("redirecturl"):
            raise ValidationFailed(package, ["redirect_uri is required to sign in"])
        state = token_urlsafe(24) if state is None else state
        verifier = token_urlsafe(48) if self._pkce else ""
        proof = challenge(verifier) if verifier else ""
        endpoint = self._provider.authorization
        given = not verifier or endpoint.uses("codechallenge")
        more = () if given else (("code_challenge", proof), ("code_challenge_method", "S256"))
        values = self._values.with_(state=state, codechallenge=proof)
        url = address(endpoint, values, more, package, "authorization_endpoint")
        return SignIn(url, state, verifier)

    def exchanging(self, limits: Limits, back: Return, sign_in: SignIn) -> Flight:
        """The running request that exchanges the code of a return for a token."""
        from .token_flight import Flight
        from .token_requests import asked

        self.conceal(back.code(), sign_in.code_verifier)
        endpoint, verifier = self._provider.token, sign_in.code_verifier
        more = (("code_verifier", verifier),) if verifier and not endpoint.uses("codeverifier") else ()
        request = self._request(endpoint, more, code=back.code(), codeverifier=verifier)
        return Flight(asked(self, limits, request, None, False), limits.timeout)


def needed(provider: Provider, *endpoints: Endpoint) -> tuple[str, ...]:
    """The arguments for the placeholders of ``endpoints`` that have no default."""
    from .oauth_provider import PLACEHOLDER

    texts = [text for endpoint in endpoints for text in endpoint.texts()] + list(provider.scopes)
    found = [name.lower() for text in texts for name in PLACEHOLDER.findall(text)]
    known = provider.parameters
    return tuple(dict.fromkeys(known[name][0] for name in found if name in known and known[name][1] is None))
