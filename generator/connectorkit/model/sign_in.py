"""Whether people sign in to a connector."""

from __future__ import annotations

from connectorkit.model.connector import Connector


def signs_in(connector: Connector) -> bool:
    """Whether a way to connect is a sign-in, whose access token the platform sends with each call."""
    listed = [*connector.credentials, *(c for one in connector.credential_sets for c in one.credentials)]
    return any(c.type == "oauthSetting" for c in listed)
