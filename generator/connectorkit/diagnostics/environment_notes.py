"""Notes on findings about the environments of a source: id, title, why, help."""

from __future__ import annotations

from typing import Final

ENVIRONMENT_NOTES: Final[tuple[tuple[str, str, str, str], ...]] = (
    (
        "ENV010",
        "An environment changes only what production has",
        "What exists in one environment alone would be tested there and be missing in production.",
        "Spell the name as production does, or add it to production.",
    ),
    (
        "ENV020",
        "An environment differs from production",
        "A test of it would be a test of production.",
        "Write what differs in it, or remove it.",
    ),
    (
        "ENV030",
        "An environment uses https where production does",
        "Credentials of test systems travel, too. Addresses of this machine are not reported.",
        "Write https://, unless the server does not support it.",
    ),
    (
        "ENV040",
        "An environment holds no secret: no user name and no password in an address, no default of a securestring",
        "It would be in every build of the environment, and in the history of the source.",
        "Remove it, and change the password: who has seen the source knows it.",
    ),
)
IDS: Final = frozenset(note[0] for note in ENVIRONMENT_NOTES)
