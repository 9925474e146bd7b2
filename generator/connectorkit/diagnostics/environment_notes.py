"""Notes on findings about the environments of a source: id, title, why, help."""

from __future__ import annotations

from typing import Final

ENVIRONMENT_NOTES: Final[tuple[tuple[str, str, str, str], ...]] = (
    (
        "ENV010",
        "An environment changes only what production has",
        "Otherwise you would test something that is missing in production.",
        "Use the name from production, or add it to production.",
    ),
    (
        "ENV020",
        "An environment differs from production",
        "Otherwise a test of it is a test of production.",
        "Write what differs in it, or remove it.",
    ),
    (
        "ENV030",
        "An environment uses https where production does",
        "Credentials of test systems must also be encrypted. Addresses of this machine are not reported.",
        "Write https://, unless the server does not support it.",
    ),
    (
        "ENV040",
        "An environment contains no secrets: no user name or password in an address, and no default of a securestring",
        "A secret would be in every build of the environment, and in the history of the source.",
        "Remove it, and change the password, because everyone who has seen the source knows it.",
    ),
)
IDS: Final = frozenset(note[0] for note in ENVIRONMENT_NOTES)
