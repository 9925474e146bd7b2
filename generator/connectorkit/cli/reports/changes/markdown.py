"""A comparison as a pull request comment: breaking changes first, others collapsed, text of a connector escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from connectorkit.cli.reports.changes import summary
from connectorkit.cli.reports.terminal_safe import line
from connectorkit.diagnostics.finding import Span
from connectorkit.diff.comparison import Comparison, Reported

_HEADINGS: Final = {"error": "Breaking", "warning": "May break", "advice": "Notices"}
_SIGNS: Final = {"B": "**breaks**", "b": "may break", "n": "notice", "ok": ""}
# The limit for comments on GitHub is 65,536 characters.
_MOST: Final = 60_000
_SPECIAL: Final = re.compile(r"[\\`*_{}\[\]<>()#+!|~&@:$^=-]")
_PLAIN: Final = {"(": "(", ")": ")", "-": "-", "_": "\\_", ":": ":", "=": "=", "+": "+", "!": "!", "{": "{", "}": "}"}


def render(comparison: Comparison) -> str:
    """The comment; changes beyond its maximum length are counted."""
    parts = [*_top(comparison)]
    for severity, heading in _HEADINGS.items():
        listed = [one for one in comparison.open if one.finding.severity == severity]
        if listed:
            parts += _group(heading, listed, folded=severity != "error")
    parts += [f"- {escaped(one.message)} ({_file(one.span)})" for one in comparison.stale]
    if comparison.approved:
        parts += _approved(comparison.approved)
    return _cut(parts)


def _top(comparison: Comparison) -> Iterator[str]:
    yield f"### Changes of the connector: {summary.counted(comparison)}\n"
    yield escaped(summary.version(comparison.release)) + " " + summary.certification(comparison.release)
    yield ("\n" + left_out + "\n") if (left_out := summary.left_out(comparison)) else ""


def _group(heading: str, listed: Sequence[Reported], folded: bool) -> Iterator[str]:
    if folded:
        yield f"<details><summary>{heading} ({len(listed)})</summary>\n"
    else:
        yield f"#### {heading} ({len(listed)})\n"
    yield "| change | service | flows | Power Apps | agents |"
    yield "| --- | --- | --- | --- | --- |"
    for one in listed:
        cells = " | ".join(_SIGNS[level] for level in one.change.verdict)
        yield f"| {escaped(one.finding.message)} {one.finding.id} | {cells} |"
    yield ""
    if not folded:
        yield from _details(listed)
    yield "</details>\n" if folded else ""


def _details(listed: Sequence[Reported]) -> Iterator[str]:
    yield "<details><summary>Places, reasons and remedies</summary>\n"
    for one in listed:
        yield f"- **{one.finding.id}** {escaped(one.finding.message)}"
        where = " → ".join(_file(span) for span in (one.old, one.new) if span is not None)
        yield f"  {where}. {one.change.kind.why} {escaped(one.finding.help)} Fingerprint `{one.finding.fingerprint}`."
    yield "\n</details>\n"


def _approved(listed: Sequence[Reported]) -> Iterator[str]:
    yield f"<details><summary>Approved ({len(listed)})</summary>\n"
    for one in listed:
        reason = one.approval.reason if one.approval else ""
        yield f"- {escaped(one.finding.message)} {escaped(reason)}"
    yield "\n</details>\n"


def _file(span: Span) -> str:
    return f"{escaped(span.file)} line {span.line}"


def escaped(text: str) -> str:
    """Text of a connector escaped for Markdown: no markup, no HTML, no links and no mentions."""
    safe = _SPECIAL.sub(_shown, line(text))
    return re.sub(r"(https?|ftp|mailto|www)(?=[:.])", lambda found: f"{found[0]}<!-- -->", safe, flags=re.IGNORECASE)


def _shown(found: re.Match[str]) -> str:
    return _PLAIN.get(found[0], f"&#{ord(found[0])};")


def _cut(parts: Sequence[str]) -> str:
    """The parts that fit into a comment; open tags are closed."""
    made, size, open_ = list[str](), 0, 0
    for index, part in enumerate(parts):
        size += len(part) + 1
        if size > _MOST:
            made.append("\n</details>\n" * open_)
            made.append(f"\n{len(parts) - index} more lines do not fit; run `connectorkit diff` to see them all.")
            break
        open_ += part.count("<details>") - part.count("</details>")
        made.append(part)
    return "\n".join(made).rstrip() + "\n"
