"""Telephone numbers in international form, with their country.

The numbering plans are those of the package phonenumbers, a port of Google's libphonenumber. It is imported with the
first number, because importing it is slow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

_OTHER_NAMES = {"UK": "GB"}
# Letters, extensions and dialling pauses, to which no message can be sent.
_UNSENDABLE = re.compile(r"[^\W\d_]|[;,#*]")


@lru_cache(4096)
def international(text: str, country: str) -> tuple[str, str]:
    """The number as ``+`` and digits (E.164), and its country (ISO 3166-1 alpha-2); ("", "") for an invalid one.

    A number without ``+`` or ``00`` is local to ``country`` if that country has such numbers; otherwise its digits
    begin with a calling code. Any number with a valid length is accepted, since tests use numbers that are reserved for
    examples.
    """
    import phonenumbers

    home = _OTHER_NAMES.get(country.upper(), country.upper())
    for number in [] if _UNSENDABLE.search(text) else _readings(text.strip(), home):
        region = phonenumbers.region_code_for_number(number)
        region = region or phonenumbers.region_code_for_country_code(number.country_code or 0)
        if len(region) == 2 and region.isalpha() and region != phonenumbers.UNKNOWN_REGION:
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), region
    return "", ""


def _readings(text: str, home: str) -> Iterator[PhoneNumber]:
    """The possible meanings of ``text``, the likeliest first."""
    import phonenumbers

    local = _parsed(text, home)
    if local and phonenumbers.is_valid_number(local):
        yield local
    if re.match("00|[^0]", text):
        abroad = _parsed("+" + text.removeprefix("00"), None)
        if abroad and phonenumbers.is_possible_number(abroad):
            yield abroad
    if local and phonenumbers.is_possible_number(local):
        yield local


def _parsed(text: str, home: str | None) -> PhoneNumber | None:
    import phonenumbers

    try:
        return phonenumbers.parse(text, home)
    except phonenumbers.NumberParseException:
        return None
