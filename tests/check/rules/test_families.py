"""Families of rules: one folder for the ids with the same letters, registered once, with an example of each rule."""

from __future__ import annotations

import ast
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.check.rules.example import write

import connectorkit.check.rules
from connectorkit.check.check import check
from connectorkit.check.rules import FAMILIES, RULES, Family, bad, good
from connectorkit.check.rules.api_properties import branding
from connectorkit.check.rules.info import about

FOLDER = Path(connectorkit.check.rules.__file__).parent
# Rules about a whole that is too large for an example, those about published files that no source can break, and the
# one that is kept by having no sign-in at all.
WITHOUT_BAD = {"RSP110", "RSP111", "PAR063", "PRP114"}
WITHOUT_GOOD = WITHOUT_BAD | {"SEC140"}


def strangers(family: Family) -> list[str]:
    """The ids of rules of a family that do not begin with its letters."""
    letters = "|".join(family.letters)
    return [rule.id for rule in family.rules if not re.fullmatch(rf"({letters})\d\d\d", rule.id)]


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.folder)
def test_ids_begin_with_the_letters_of_their_folder(family: Family) -> None:
    assert strangers(family) == []


def test_a_rule_of_another_family_would_be_seen() -> None:
    assert len(strangers(Family("info", ("INF",), (about, branding)))) == len(branding.RULES)


def test_each_folder_is_a_family_and_all_its_modules_with_rules_are_registered() -> None:
    folders = {path.parent.name for path in FOLDER.glob("*/__init__.py")}
    assert sorted(folders) == sorted(family.folder for family in FAMILIES)
    for family in FAMILIES:
        with_rules = {path for path in (FOLDER / family.folder).glob("*.py") if "\nRULES" in path.read_text("utf-8")}
        assert {Path(str(vars(module)["__file__"])) for module in family.modules} == with_rules


def test_no_two_families_share_letters() -> None:
    letters = [one for family in FAMILIES for one in family.letters]
    assert len(letters) == len(set(letters)) and all(re.fullmatch("[A-Z]{3}", one) for one in letters)
    assert {rule.id[:3] for rule in RULES} == set(letters)


def test_a_family_imports_no_other() -> None:
    start = "connectorkit.check.rules."
    for family in FAMILIES:
        for path in (FOLDER / family.folder).glob("*.py"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            sources = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
            others = [one for one in sources if one.startswith(start) and one.split(".")[3] != family.folder]
            assert others == [], path


def test_every_rule_has_its_examples() -> None:
    assert {rule.id for rule in RULES if not bad(rule)} == WITHOUT_BAD
    assert {rule.id for rule in RULES if not good(rule)} == WITHOUT_GOOD


def test_an_example_is_one_line_of_the_record_or_a_file() -> None:
    expected = set()
    for family in FAMILIES:
        for rule in family.rules:
            for kind, line, text in (("bad", rule.bad, bad(rule)), ("good", rule.good, good(rule))):
                assert "\n" not in line
                if text and not line:
                    expected.add(FOLDER / family.folder / "examples" / f"{rule.id}.{kind}.yaml")
    there = {path for path in FOLDER.rglob("*") if path.is_file() and path.suffix not in (".py", ".pyc")}
    assert there == expected


def test_the_order_of_rules_changes_nothing(tmp_path: Path) -> None:
    broken = {rule.id: rule for rule in RULES}
    for id_ in ("DYN081", "SEC130", "PRP093", "RSP150", "EXT010", "INF020"):
        folder = write(tmp_path / id_, bad(broken[id_]))
        shuffled = random.Random(id_).sample(RULES, len(RULES))
        found = check(folder).findings
        assert found
        assert check(folder, rules=shuffled).findings == found == check(folder, rules=RULES[::-1]).findings


def test_a_check_reads_no_example(tmp_path: Path) -> None:
    folder = write(tmp_path / "source", bad(next(rule for rule in RULES if rule.id == "DYN081")))
    script = (
        "import sys\nopened = []\n"
        "sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == 'open' else None)\n"
        "from connectorkit.check.check import check\nfrom connectorkit.check.rules import RULES, bad\n"
        "found = check(__import__('pathlib').Path(sys.argv[1])).findings\n"
        "print(len(found) > 0, *(path for path in opened if '/examples/' in path))\n"
        "opened.clear()\nbad(next(rule for rule in RULES if rule.id == 'DYN081'))\nprint(len(opened))\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(folder)], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "1"]
