"""Names and ids of a package: those of the source, and derived ones."""

from __future__ import annotations

import re
import unicodedata
import uuid
import zlib
from dataclasses import dataclass
from typing import Final

from connectorkit.diagnostics.finding import Finding
from connectorkit.model.connector import Connector

MAX_NAME: Final = 30
"""Characters of a logical name; `pac solution pack` drops a connector with a longer one."""
DEFAULT_PREFIX: Final = "new"
NAMESPACE: Final = uuid.UUID("6a8f8d52-6a2c-5f0e-9b1f-0d6f3a6f7c11")
"""The namespace of derived GUIDs (UUIDv5). It must never change."""
GROUPS: Final = {
    "certified": "certified-connectors",
    "independent": "independent-publisher-connectors",
    "custom": "custom-connectors",
}
_UNFIT = re.compile(r'[/\\<>:"|?*\x00-\x1f]+')


@dataclass(frozen=True, slots=True)
class Names:
    """All names and ids of one package. GUIDs are in lower case, without braces.

    ``logical`` is the connector's name with prefix, ``api`` the platform's name of it (a guess unless the source has
    one). ``version`` has four parts.
    """

    file: str
    prefix: str
    logical: str
    title: str
    connector_id: str
    api: str
    publisher: str
    publisher_title: str
    publisher_description: str
    option_value_prefix: int
    solution: str
    solution_title: str
    solution_description: str
    version: str
    flow_solution: str
    flow_title: str
    workflow_id: str
    connection_reference: str
    group: str
    folder: str


def of(connector: Connector) -> Names:
    """The names and ids of a connector's package."""
    said = connector.packaging
    prefix = said.publisher.prefix or DEFAULT_PREFIX
    short = said.name or _short(connector.title, MAX_NAME - len(prefix) - 1)
    logical = said.ids.get("name") or f"{prefix}_{short}"
    publisher = said.publisher.title or connector.publisher or connector.title
    solution = said.solution.name or identifier(connector.title, 60)
    return Names(
        file=said.name or short,
        prefix=prefix,
        logical=logical,
        title=connector.title,
        connector_id=said.ids.get("connector") or derived(logical, "connector"),
        api=said.ids.get("api") or f"shared_{logical.replace('_', '-5f')}",
        publisher=said.publisher.name or identifier(publisher, 60),
        publisher_title=publisher,
        publisher_description=said.publisher.description,
        option_value_prefix=said.publisher.option_value_prefix or _option_values(prefix),
        solution=solution,
        solution_title=said.solution.title or connector.title,
        solution_description=said.solution.description,
        version=said.solution.version or four_parts(connector.version),
        flow_solution=said.ids.get("flow_solution") or f"{solution}Flow",
        flow_title=said.flow.title or _UNFIT.sub(" ", f"{connector.title} sample").strip(),
        workflow_id=said.ids.get("workflow") or derived(logical, "workflow"),
        connection_reference=said.ids.get("connection_reference") or f"{prefix}_{short}_connection",
        group=said.group or GROUPS[connector.profile or "certified"],
        folder=said.folder or _folder(connector.title),
    )


def derived(logical: str, what: str) -> str:
    """A GUID derived from the logical name of a connector and the part ``what``."""
    return str(uuid.uuid5(NAMESPACE, f"{logical}/{what}"))


def identifier(text: str, most: int) -> str:
    """A unique name of at most ``most`` characters: the ASCII letters and digits of ``text``, or its hash."""
    kept = "".join(letter for letter in _ascii(text) if letter.isalnum())[:most] or f"C{_mark(text)}"
    return kept if kept and not kept[0].isdigit() else f"C{kept}"[:most]


def four_parts(version: str) -> str:
    """The version of a connector in four parts; "1.0.0.0" where it is not a version in numbers."""
    parts = version.split(".")
    if not 1 <= len(parts) <= 4 or not all(re.fullmatch(r"[0-9]{1,5}", part) for part in parts):
        return "1.0.0.0"
    return ".".join(str(int(part)) for part in [*parts, "0", "0", "0"][:4])


def findings(connector: Connector, names: Names) -> list[Finding]:
    """Findings about names that a publisher must choose, and about those that the platform would drop or encode."""
    said, span = connector.packaging, connector.packaging.span
    found = []
    free = "publisher.prefix" if not said.publisher.prefix else "name" if not (said.name or "name" in said.ids) else ""
    if free and "name" not in said.ids:
        found.append(
            Finding(
                "PKG100",
                f"'package.{free}' is not set, so the connector is packaged as '{names.logical}'.",
                span,
                "Choose a prefix and a name under `package` before the first release; they can never change.",
                "warning",
            )
        )
    if len(names.logical) > MAX_NAME:
        what = f"The logical name '{names.logical}' has {len(names.logical)} characters."
        way = f"Choose a name of at most {MAX_NAME} characters; `pac solution pack` silently drops longer ones."
        found.append(Finding("PKG101", what, span, way, "warning" if "name" in said.ids else "error"))
    if not re.fullmatch(r"[a-z][a-z0-9]*_[a-z0-9]+", names.logical):
        what = f"The logical name '{names.logical}' contains characters that exports encode."
        way = (
            "Keep it if the connector is already released under this name; otherwise use only a-z and 0-9 after the "
            "prefix."
        )
        found.append(Finding("PKG104", what, span, way, "warning"))
    return found


def _short(title: str, most: int) -> str:
    kept = "".join(letter for letter in _ascii(title).lower() if letter.isalnum())[:most]
    return kept or f"connector{_mark(title)}"[:most]


def _mark(title: str) -> str:
    """A hash for a title without ASCII letters, such as a Chinese one."""
    return f"{zlib.crc32(title.encode('utf-8', 'surrogatepass')):08x}"


def _folder(title: str) -> str:
    return _UNFIT.sub(" ", title).strip(" .") or "Connector"


def _ascii(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def _option_values(prefix: str) -> int:
    return 10_000 + (0 if prefix == DEFAULT_PREFIX else zlib.crc32(prefix.encode()) % 90_000)
