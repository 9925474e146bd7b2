"""Connectors with a sign-in (OAuth 2.0)."""

from __future__ import annotations

from connectorkit.model.connector import Connector


def signs_in(connector: Connector) -> bool:
    """Whether users of ``connector`` sign in, so that the platform sends an access token with each call."""
    listed = [*connector.credentials, *(c for one in connector.credential_sets for c in one.credentials)]
    return any(c.type == "oauthSetting" for c in listed)
