"""Reports: findings in the formats that people and programs read; all formats are registered here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from connectorkit.cli.reports import parts
from connectorkit.diagnostics.finding import SEVERITIES, Finding

Render = Callable[[Sequence[Finding], bool], str]


def as_text(findings: Sequence[Finding], color: bool = False, every: bool = False) -> str:
    """The findings for people; with ``every``, each related place is shown."""
    from connectorkit.cli.reports import text

    return text.render(findings, color, every)


def _json(findings: Sequence[Finding], _: bool) -> str:
    return _joined("json", findings)


def _sarif(findings: Sequence[Finding], _: bool) -> str:
    return _joined("sarif", findings)


def _junit(findings: Sequence[Finding], _: bool) -> str:
    return _joined("junit", findings)


def _joined(form: str, findings: Sequence[Finding]) -> str:
    kind = kind_of(form)
    return parts.joined(findings, kind.part, kind.frame)


def kind_of(form: str) -> parts.Kind:
    """How the document ``form``, one of DOCUMENTS, is assembled."""
    from importlib import import_module

    module = import_module(f"{__name__}.{_MODULES[form]}")
    return parts.Kind(module.part, module.frame)


def _github(findings: Sequence[Finding], _: bool) -> str:
    from connectorkit.cli.reports import github

    return github.render(findings)


FORMATS: dict[str, Render] = {"text": as_text, "json": _json, "sarif": _sarif, "github": _github, "junit": _junit}
# A document is also written if there are no findings; lines are not.
_MODULES = {"json": "plain_json", "sarif": "sarif", "junit": "junit"}
DOCUMENTS = frozenset(_MODULES)


def document(form: str, findings: Sequence[Finding]) -> bytes:
    """The findings in the format ``form`` as UTF-8; lone surrogates are escaped."""
    return FORMATS[form](findings, False).encode("utf-8", "backslashreplace")


def summary(severities: Mapping[str, int], fixable: int) -> str:
    """The number of findings by severity, and how many have a fix; "" if there are none."""
    parts = [_count(severities[each], each) for each in SEVERITIES if severities.get(each)]
    return ", ".join(parts) + (f"; {fixable} fixable with --fix" if fixable else "")


def more(id: str) -> str:
    """How to read more about findings, with the rule ``id`` as the example."""
    from connectorkit.cli import pages

    return f"For an explanation, run `connectorkit explain ID`, such as `{pages.command(id)}`."


def _count(number: int, severity: str) -> str:
    return f"{number} {severity}" + ("s" if number > 1 and severity != "advice" else "")
