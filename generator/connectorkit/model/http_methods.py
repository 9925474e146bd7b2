"""The HTTP methods that a path of Swagger 2.0 can have, in the order of its specification."""

from __future__ import annotations

from typing import Final

METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch")
