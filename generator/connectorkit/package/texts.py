"""The texts for people: INSTALL.md, and the checklist of the pull request."""

from __future__ import annotations

from connectorkit import __version__
from connectorkit.diagnostics.finding import Finding
from connectorkit.model.connector import Connector, Credential
from connectorkit.package import variables
from connectorkit.package.base import Base
from connectorkit.package.naming import Names
from connectorkit.render.docs import markdown_text
from connectorkit.render.templates import Templates

Row = dict[str, object]
_INLINE = markdown_text.inline


def install(
    connector: Connector, names: Names, templates: Templates, zips: tuple[str, str], rows: list[dict[str, str]]
) -> bytes:
    """INSTALL.md; ``zips`` are the names of the unmanaged and the managed solution, "" for one that is not written."""
    credentials = _all(connector)
    signs_in = [one for one in credentials if one.type == "oauthSetting"]
    values = {
        "title": _INLINE(connector.title),
        "toolkit": __version__,
        "names": names,
        "solution": zips[0],
        "managed": zips[1],
        "variables": [
            {**one, "title": _INLINE(one["title"]), "description": _INLINE(one["description"])} for one in rows
        ],
        "signs_in": bool(signs_in),
        "secret_variable": _secret_variable(connector, names),
        "redirect": next((url for one in signs_in if (url := _redirect(one))), ""),
        "ways": [
            {
                "label": _INLINE(way.label or way.name),
                "asked": ", ".join(_INLINE(one.label) for one in _asked(way.credentials)) or "sign in",
            }
            for way in connector.credential_sets
        ],
        "asked": [
            {"label": _INLINE(one.label), "secret": one.secret, "description": _INLINE(one.description)}
            for one in _asked(connector.credentials)
        ],
    }
    return templates.render("package/INSTALL.md.j2", values).encode()


def pull_request(
    connector: Connector, names: Names, templates: Templates, findings: list[Finding], base: Base | None
) -> bytes:
    """The checklist of the pull request, filled in as far as possible."""
    values = {
        "title": connector.title,
        "toolkit": __version__,
        "names": names,
        "independent": names.group == "independent-publisher-connectors",
        "base": base.name if base else "",
        "update": base.update if base else None,
        "checked": [{"text": text, "left": _left(findings, families)} for text, families in _CHECKLIST],
    }
    return templates.render("package/pull_request.md.j2", values).encode()


def _left(findings: list[Finding], families: tuple[str, ...]) -> str:
    """The number of errors and warnings about a point, with the first id; "" where it can be ticked."""
    found = sorted(one.id for one in findings if one.id.startswith(families) and one.severity != "advice")
    return f"{len(found)} finding{'s' if len(found) > 1 else ''}, such as {found[0]}" if found else ""


_CHECKLIST: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("The definition is valid Swagger 2.0, and the properties are valid.", ("OAS", "MSS", "SEC", "PRP", "JSN")),
    ("Each operation has a summary and a description.", ("OPR",)),
    ("Each parameter has a title and a description.", ("PAR",)),
    ("Each response with a body has a schema.", ("RSP",)),
    ("The connector information, categories and contact are complete.", ("INF",)),
    ("The brand color and the icon follow the rules.", ("PRP", "ICO", "PKG022")),
    ("The readme has all sections.", ("DOC",)),
)


def _all(connector: Connector) -> list[Credential]:
    return [*connector.credentials, *(one for way in connector.credential_sets for one in way.credentials)]


def _asked(credentials: tuple[Credential, ...]) -> list[Credential]:
    return [one for one in credentials if one.type not in ("oauthSetting", "gatewaySetting") and not _hidden(one)]


def _hidden(one: Credential) -> bool:
    shown = one.interface if isinstance(one.interface, dict) else {}
    constraints = shown.get("constraints")
    return isinstance(constraints, dict) and constraints.get("hidden") in ("true", True)


def _secret_variable(connector: Connector, names: Names) -> str:
    """The logical name of the environment variable that refers to the client secret; "" when there is none."""
    listed = (one for one in connector.packaging.variables if variables.is_secret(one))
    found = (one for one in listed if any(place.endswith("/oAuthSettings/clientSecret") for place in one.at))
    return next((variables.schema_name(names, one) for one in found), "")


def _redirect(one: Credential) -> str:
    settings = one.settings.get("oAuthSettings")
    found = settings.get("redirectUrl") if isinstance(settings, dict) else None
    return found if isinstance(found, str) else ""
