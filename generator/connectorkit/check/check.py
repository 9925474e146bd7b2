"""The whole check: findings whose fixes are proved by a trial."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from connectorkit.check.judgement import Checked, Rules
from connectorkit.check.rules import RULES
from connectorkit.check.target import unproven
from connectorkit.diagnostics.finding import Finding


def check(path: Path, profile: str = "", instead: Mapping[str, bytes] | None = None, rules: Rules = RULES) -> Checked:
    """Everything about the source folder, connector folder or swagger at ``path``.

    ``profile`` is one of PROFILES; "" takes the one that the source says or that the folder lies in, else certified.
    ``instead`` holds bytes that count in place of those of a file, by its path. Raises Unusable when there is
    nothing to check. A finding has a fix only where the files can be changed so that it is gone and nothing new came.
    """
    checked = unproven(path, profile, instead, rules)
    if any(finding.fix for finding in checked.findings):
        from connectorkit.check.fix import apply  # Most sources have nothing to fix, and pay nothing for it.

        checked.findings = apply.marked(path, profile, checked, instead or {}, rules)
    return checked


def findings(path: str, profile: str = "", changes: bool = False) -> list[Finding]:
    """The findings of a check. A finding has a fix where the files can be changed in that place.

    With ``changes``, a trial proves each fix, and the finding holds the changes of the files. The trials take nearly as
    long as the check itself, so that only `--fix` and SARIF, which need the changes, pay for them.
    """
    checked = unproven(Path(path), profile)
    if not any(finding.fix for finding in checked.findings):
        return checked.findings
    from connectorkit.check.fix import apply  # as above

    return apply.proposed(Path(path), profile, checked) if changes else apply.possible(checked)
