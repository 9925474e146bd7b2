"""A plugin of pytest with which clients give up long before a server has seen their call, as on a busy machine."""

from __future__ import annotations

from connectorkit.contract import client

client.ROUNDS = (0.0001, 0.001, client.LONG)
