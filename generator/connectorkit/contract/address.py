"""A check of the address of the API, made once before all tests."""

from __future__ import annotations

import http.client
import re
import ssl
from urllib.parse import SplitResult, urljoin, urlsplit

SECONDS = 10.0
_PROBE = "/connectorkit-probe"
_FIX = "Give the address of the API with its base path, such as http://127.0.0.1:8080/v1."


def unusable(base_url: str) -> str:
    """Why no API can be tested at an address: one sentence and a suggestion; "" when an API responds there.

    One or two requests are made, without credentials: GET of the base path, and, if that redirects, of a path below it
    that no API has.
    """
    shown = f"--base-url {re.sub('//[^/]*@', '//', base_url)}"
    try:
        parts = urlsplit(base_url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return f"{shown}: not a URL. {_FIX}"
    if parts.scheme not in ("http", "https") or not host:
        return f"{shown}: not an http or https URL. {_FIX}"
    wrong = _problem(parts, base_url)
    return f"{shown}: {wrong}" if wrong else ""


def _problem(parts: SplitResult, base_url: str) -> str:
    base = parts.path.rstrip("/")
    try:
        place = _redirect(parts, base or "/")
        target = urlsplit(urljoin(base_url, place)) if place else parts
        if place and (target.scheme, target.netloc) != (parts.scheme, parts.netloc.rpartition("@")[2]):
            return f"it redirects to {target.scheme}://{target.netloc}. Give the address of the API itself."
        if place and _redirect(parts, f"{base}{_PROBE}"):
            return f"it redirects every request to {target.path or '/'}. Give the address of the API itself."
    except TimeoutError:
        return f"no response within {SECONDS:g} s. Start the API, or correct the address."
    except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
        hint = " Does it expect https?" if parts.scheme == "http" else ""
        return f"the connection was closed without a response.{hint} {_FIX}"
    except (http.client.HTTPException, UnicodeError):
        return f"the server does not use HTTP. {_FIX}"
    except ssl.SSLError as error:
        return f"no TLS connection ({(error.reason or 'the handshake failed').lower().replace('_', ' ')}). {_FIX}"
    except OSError as error:
        reason = getattr(error, "strerror", None) or "no connection"
        return f"the target did not respond ({reason.lower()}). Start the API, or correct the address."
    except ValueError:
        return f"it redirects to an invalid URL. {_FIX}"
    return ""


def _redirect(parts: SplitResult, path: str) -> str:
    """The target of a redirected GET of the path, "" for other responses. Raises OSError or HTTPException."""
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=SECONDS)
    try:
        connection.request("GET", path, headers={"Accept": "*/*"})
        response = connection.getresponse()
        return response.headers.get("Location", "") if response.status in (301, 302, 303, 307, 308) else ""
    finally:
        connection.close()
