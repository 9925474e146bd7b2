"""The complete check: findings, with fixes that a trial has proved."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from connectorkit.check.judgement import Checked, Rules
from connectorkit.check.rules import RULES
from connectorkit.check.target import unproven
from connectorkit.diagnostics.finding import Finding
from connectorkit.model.kept import NOTHING, Kept


def check(path: Path, profile: str = "", instead: Mapping[str, bytes] | None = None, rules: Rules = RULES) -> Checked:
    """Everything about the source folder, connector folder or swagger at ``path``.

    ``profile`` is one of PROFILES; "" means that of the source, else that of the folder in Microsoft's repository, else
    certified. ``instead`` holds bytes that replace those of a file, by path. Raises Unusable when there is nothing to
    check. A finding has a fix only if a change of the files removes it and causes no new finding.
    """
    kept = Kept()
    checked = unproven(path, profile, instead, rules, kept)
    if any(finding.fix for finding in checked.findings):
        from connectorkit.check.fix import apply  # Most sources have nothing to fix, and pay nothing for it.

        checked.findings = apply.marked(path, profile, checked, instead or {}, rules, kept)
    return checked


def findings(path: str, profile: str = "", changes: bool = False) -> list[Finding]:
    """The findings of a check. A finding has a fix if the files can be changed at its place.

    With ``changes``, a trial proves each fix, and the finding holds the changes of the files. The trials take about
    half as long as the check itself, so only `--fix` and SARIF, which need the changes, run them.
    """
    # A trial reads few other files than the check before it.
    kept = Kept() if changes else NOTHING
    checked = unproven(Path(path), profile, kept=kept)
    if not any(finding.fix for finding in checked.findings):
        return checked.findings
    from connectorkit.check.fix import apply  # as above

    return apply.proposed(Path(path), profile, checked, kept) if changes else apply.possible(checked)
