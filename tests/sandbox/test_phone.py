"""Telephone numbers: numbering plans, formats, and modules that a sandbox without numbers does not load."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectorkit.sandbox.vendor.phone_numbers import international

pytestmark = pytest.mark.part(0.4)


@pytest.mark.parametrize(
    ("text", "home", "number", "country"),
    [
        ("+61 411 111 111", "", "+61411111111", "AU"),
        ("0061411111111", "AU", "+61411111111", "AU"),
        ("61411111111", "AU", "+61411111111", "AU"),
        ("447777777777", "AU", "+447777777777", "GB"),
        ("(0411) 111-111", "AU", "+61411111111", "AU"),
        ("07400 123456", "UK", "+447400123456", "GB"),
        # Several countries share a calling code.
        ("+1 416 555 0123", "AU", "+14165550123", "CA"),
        ("+77012345678", "AU", "+77012345678", "KZ"),
        ("+44 1481 720000", "AU", "+441481720000", "GG"),
        # Dialling prefixes differ by country.
        ("8 (912) 345-67-89", "RU", "+79123456789", "RU"),
        ("06 20 123 4567", "HU", "+36201234567", "HU"),
        ("011 44 20 7946 0018", "US", "+442079460018", "GB"),
        ("0011 44 7777 777777", "AU", "+447777777777", "GB"),
        ("02 1234 5678", "IT", "+390212345678", "IT"),
        ("+44 (0)20 7946 0018", "AU", "+442079460018", "GB"),
        ("4155552671", "US", "+14155552671", "US"),
        ("4585551234", "US", "+14585551234", "US"),  # not +45 8555 1234 in Denmark
        ("+383 44 123 456", "AU", "+38344123456", "XK"),
        # Reserved for examples and used in tests: nobody has them.
        ("+447700900123", "AU", "+447700900123", "GB"),
        ("07700 900123", "GB", "+447700900123", "GB"),
        ("+15555550100", "AU", "+15555550100", "US"),
    ],
)
def test_the_international_form(text: str, home: str, number: str, country: str) -> None:
    assert international(text, home) == (number, country)


NONE = ["", " ", "12", "+61", "0411", "order", "+999123456789", "+6199999999999", "+800 1234 5678", "1-800-FLOWERS"]
NONE += ["+61411111111;ext=5", "+61411111111 x5", "+" + "1" * 300, "\ud800", "+61411111111,,5"]
WRITTEN = st.one_of(st.text(), st.from_regex(r"\A[+0-9 ().-]{0,20}\Z"))


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_number(text: str) -> None:
    assert international(text, "AU") == ("", "")


def test_a_local_number_needs_a_country() -> None:
    assert international("0411111111", "") == international("0411111111", "Nowhere") == ("", "")


@given(WRITTEN, st.sampled_from(["AU", "US", "IT", "", "x\ud800"]))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_a_number_is_its_own_international_form(text: str, home: str) -> None:
    number, country = international(text, home)
    assert bool(number) == bool(country)
    if number:
        assert number[1:].isascii() and number[1:].isdigit()
        assert international(number, "") == (number, country)


def test_the_numbering_plans_are_loaded_with_the_first_number() -> None:
    code = (
        "import sys; from connectorkit.sandbox.server import server;"
        "from connectorkit.sandbox.vendor import behaviour, batch, phone_numbers;"
        "assert 'phonenumbers' not in sys.modules; phone_numbers.international('+61411111111', '');"
        "assert 'phonenumbers' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
