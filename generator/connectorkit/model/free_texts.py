"""JSON with a number in place of each text that no schema judges, as the key of a cached verdict.

The schemas of the format, of Swagger 2.0 and Microsoft's schema of a definition accept any string as the value of a key
in ``KEYS``, or none. ``tests/model/test_free_texts.py`` verifies this for each place in each schema.
"""

from __future__ import annotations

import re

KEYS = ("description", "summary")
# A key follows a bracket or white space. Quotes in a string follow a backslash, and no letter follows its last quote.
_TEXT = re.compile(rf'"(?<=[{{\s]")({"|".join(KEYS)})": ?"(?!")([^"\\]*(?:\\.[^"\\]*)*)"')


def numbered(document: str) -> str:
    """The text of a JSON document with a number in place of each free text; no longer JSON.

    Equal texts have equal numbers and different texts different ones, because a schema may require unique values. Empty
    strings are unchanged, because a schema may refuse them.
    """
    numbers: dict[str, int] = {}
    return _TEXT.sub(lambda found: f'"{found[1]}": text {numbers.setdefault(found[2], len(numbers))}', document)
