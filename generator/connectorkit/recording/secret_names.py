"""Names of fields, headers and parameters that mean a secret, whatever the source declares."""

from __future__ import annotations

import re

# Exact names, without separators. `x-amz-` and `x-goog-` begin the parameters of a signed URL.
_WHOLE = frozenset(("sig", "otp", "pin", "jwt", "authorization", "cookie", "setcookie", "cvv", "cvc"))
_SIGNED = re.compile(r"x[_-](?:amz|goog)[_-]", re.IGNORECASE)
_ENDS = (
    "password",
    "passwd",
    "pwd",
    "passphrase",
    "passcode",
    "secret",
    "signature",
    "credential",
    "credentials",
    "authorization",
    "jsessionid",
    "phpsessid",
    "apikey",
    "accesskey",
    "accesskeyid",
    "accountkey",
    "authkey",
    "encryptionkey",
    "privatekey",
    "secretkey",
    "securitykey",
    "sessionkey",
    "sharedkey",
    "signingkey",
    "subscriptionkey",
)
# Before `token`, these mean a position in a list.
_OF_PAGES = re.compile(
    r"(?:next|prev|previous|page|paging|pagination|continue|continuation|skip|sync|delta|cursor|start|resume|scroll)\Z"
)
_LONGEST = 80


def is_secret(name: str) -> bool:
    """Whether a name means a secret: ``api_token``, ``X-Auth-Token``, ``clientSecret``; not ``next_page_token``."""
    if not name or len(name) > _LONGEST:
        return False
    if _SIGNED.match(name):
        return True
    plain = re.sub(r"[^A-Za-z]", "", name).lower()
    if plain in _WHOLE:
        return True
    if plain.endswith("token"):
        return _OF_PAGES.search(plain.removesuffix("token")) is None
    return plain.endswith(_ENDS)
