"""docs/rules/: a page for each rule and an index, rendered from the records of the rules.

usage: python -m connectorkit.cli.rule_reference docs/rules [--check]
"""

from __future__ import annotations

import sys

import yaml

from connectorkit.check.engine.rule import PROFILES, Rule
from connectorkit.check.rules import RULES, bad, good
from connectorkit.cli.format_phrases import meaning
from connectorkit.cli.format_reference import as_yaml
from connectorkit.cli.reference_pages import write_folder
from connectorkit.diagnostics.evidence import MEANING, RECORDS
from connectorkit.diagnostics.finding_notes import NOTES, Note
from connectorkit.render.docs import markdown_text
from connectorkit.render.templates import Templates

_FOR = dict(zip(PROFILES, ("certified connectors", "independent publishers", "custom connectors"), strict=True))


def page(rule: Rule, templates: Templates) -> str:
    """The page of one rule, as Markdown that is also readable in a terminal."""
    examples = {key: as_yaml(yaml.safe_load(text)) for key, text in (("bad", bad(rule)), ("good", good(rule)))}
    return templates.render(
        "rules/rule.md.j2", {**rule._asdict(), "severity": _severity(rule), **_evidence(rule), **examples}
    )


def _evidence(rule: Rule) -> dict[str, object]:
    """The evidence record of a rule that can be an error, and the meaning of its kind."""
    record = RECORDS.get(rule.id)
    return {"evidence": record, "meaning": MEANING[record.kind] if record else ""}


def note(finding_note: Note, templates: Templates) -> str:
    """Like :func:`page`, for a finding that does not come from a rule."""
    values = {**finding_note._asdict(), "severity": "", "source": "", "evidence": None, "bad": "", "good": ""}
    return templates.render("rules/rule.md.j2", values)


def _severity(rule: Rule) -> str:
    if len(set(rule.severity)) == 1:
        return f"Severity: {rule.severity[0]} in all profiles."
    said = [f"{severity} for {_FOR[name]}" for name, severity in zip(PROFILES, rule.severity, strict=True)]
    return f"Severity: {', '.join(said)}."


def render(templates: Templates) -> dict[str, bytes]:
    """All pages by file name."""
    rules = sorted(RULES, key=lambda rule: rule.id)
    values = {"rules": rules, "notes": NOTES, "cell": meaning, "code": markdown_text.code}
    pages = {f"{rule.id}.md": page(rule, templates).encode() for rule in rules}
    return {"README.md": templates.render("rules/index.md.j2", values).encode(), **pages}


def main(arguments: list[str] | None = None) -> int:
    """Write the pages, or with ``--check`` compare them; returns the exit status: 0, or 1 if one is out of date."""
    return write_folder("rule_reference", render, arguments)


if __name__ == "__main__":
    sys.exit(main())
