"""The files beside the swagger: readme.md and intro.md for certification, settings.json for paconn."""

from __future__ import annotations

from collections.abc import Iterable

from connectorkit.model import file_names, page_frame
from connectorkit.model.connector import Connector, Credential, Operation
from connectorkit.render.docs import markdown_text, reference
from connectorkit.render.json_text import canonical
from connectorkit.render.templates import Templates

Plain = dict[str, object]

# What a maker can do about a response with that status, for any service.
_REMEDIES = {
    "400": "Check the inputs of the step: a value is missing or has the wrong format.",
    "401": "The credentials are not accepted. Create a new connection with valid ones.",
    "402": "The account has no credit left. Top it up and run the flow again.",
    "403": "The account does not have the permission. Ask its administrator for it.",
    "404": "There is nothing with this ID. Find the ID with a list or search action first.",
    "409": "The item already exists, or was changed in the meantime. Read it again before the next attempt.",
    "413": "The content is too large. Send less content, or send it in parts.",
    "422": "The inputs have the right format, but the service cannot use them. Compare them with its rules.",
    "429": "There were too many calls in a short time. Wait, or add a delay between the steps.",
}
_SERVER = "The service has an internal problem. Try again later."


def render_texts(connector: Connector, templates: Templates) -> dict[str, bytes]:
    """connector/readme.md, connector/intro.md and connector/settings.json."""
    values = {
        **texts(connector),
        "inline": markdown_text.inline,
        "paragraph": markdown_text.paragraph,
        "markdown": markdown_text.markdown,
    }
    return {
        file_names.built(name): _page(connector, templates, key, values) for key, name in page_frame.FRAMES.items()
    } | {file_names.built(file_names.SETTINGS): canonical(settings(connector))}


def _page(connector: Connector, templates: Templates, key: str, values: Plain) -> bytes:
    """A page from the frame of its author, or from the template of the toolkit where there is none."""
    frame = connector.frames.get(key)
    if frame is None:
        return templates.render(f"texts/{page_frame.FRAMES[key]}.j2", values).encode()
    filling = {name: str(getattr(connector, name)) for name in page_frame.PLACES if name != page_frame.OPERATIONS}
    if any(name == page_frame.OPERATIONS for name, _ in page_frame.places(frame)):
        filling[page_frame.OPERATIONS] = templates.render("texts/operations.md.j2", values).strip("\n")
    return page_frame.fill(frame, filling, complete=key == "readme").encode()


def texts(connector: Connector) -> Plain:
    """The values for the templates of both pages; nothing is escaped yet."""
    credentials = [*connector.credentials, *(c for one in connector.credential_sets for c in one.credentials)]
    listed = [*reference.visible(connector, "action"), *reference.visible(connector, "trigger")]
    listed += reference.visible(connector, "mcp")
    return {
        "title": connector.title,
        "description": connector.description,
        "publisher": connector.publisher or connector.title,
        "intro": connector.intro,
        "prerequisites": connector.prerequisites,
        "credentials_help": connector.credentials_help,
        "known_issues": connector.known_issues,
        "readme": "readme" in connector.frames,
        "asked": _asked(credentials),
        "signs_in": any(c.type == "oauthSetting" for c in credentials),
        "operations": [_operation(o) for o in listed],
        "errors": _errors(listed),
        "throttle": reference.throttle(connector),
        "icon": bool(connector.icon_file),
        "script": bool(connector.script_file),
    }


def settings(connector: Connector) -> dict[str, str]:
    """The settings of paconn. Users add the environment and the id of the connector themselves."""
    return {
        "apiProperties": file_names.PROPERTIES,
        "apiDefinition": file_names.DEFINITION,
        **({"icon": file_names.ICON} if connector.icon_file else {}),
        **({"script": file_names.SCRIPT} if connector.script_file else {}),
        "powerAppsUrl": "https://api.powerapps.com",
        "powerAppsApiVersion": "2016-11-01",
    }


def _asked(credentials: Iterable[Credential]) -> list[Plain]:
    """The connection parameters that a maker fills in, each label once even if several sets share it."""
    rows = {str(row["name"]): str(row["description"]) for row in reversed(reference.credential_rows(credentials))}
    return [{"label": label, "description": text if text != label else ""} for label, text in reversed(rows.items())]


def _operation(operation: Operation) -> Plain:
    title = reference.display_title(operation)
    described = operation.description or ""
    return {"title": title, "kind": operation.kind, "description": described if described != title else ""}


def _errors(operations: Iterable[Operation]) -> list[Plain]:
    """One row for each declared status that a maker can do something about."""
    return [
        {"status": status, "remedy": remedy}
        for status in sorted({response.status for operation in operations for response in operation.responses})
        if (remedy := _REMEDIES.get(status) or (_SERVER if status.startswith("5") else ""))
    ]
