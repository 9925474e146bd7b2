"""The records of the kinds of change."""

from __future__ import annotations

import re

from connectorkit.diff.kinds import KINDS


def test_every_kind_has_an_id_of_its_own_and_words_for_people() -> None:
    assert len({kind.id for kind in KINDS}) == len(KINDS)
    for kind in KINDS:
        assert re.fullmatch(r"BRK\d{3}", kind.id)
        assert kind.why.endswith(".") and kind.remedy.endswith(".") and not kind.title.endswith(".")
