"""The main flow: read, validate, resolve, render, verify; ``write`` is the caller's last step."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from connectorkit.diagnostics.build_result import Built
from connectorkit.diagnostics.finding import Finding, ordered
from connectorkit.model import file_names
from connectorkit.model.connector import Connector
from connectorkit.read import source as sources
from connectorkit.render.swagger import documents, source_map
from connectorkit.render.templates import TemplateFault, Templates, of_source
from connectorkit.resolve import environments
from connectorkit.resolve.connector import once as resolved_once
from connectorkit.validate import partial_source
from connectorkit.validate.format_schema import validate
from connectorkit.verify import referees

LOOSE = frozenset(("OPR020", "PAR030", "PAR031", "DYN020", "TRG043"))
Render = Callable[[sources.Source, Connector, Templates], dict[str, bytes]]


def build(folder: Path, only: tuple[str, ...] = (), loose: bool = False, environment: str = "") -> Built:
    """Read, validate, resolve, render and verify the source in ``folder``; the files stay in memory.

    ``only`` names the outputs to render (keys of ``OUTPUTS``), all when empty. Nothing is rendered from a source with
    errors of the format. ``loose``: with ``only`` the connector, undefined names do not stop the build, so that a
    faulty connector is built exactly as it was imported. ``environment``: as in :func:`read`. Raises Unusable as
    :func:`read` does.
    """
    return render(read(folder, environment), only, loose)


def read(folder: Path, environment: str = "") -> sources.Source:
    """The validated source in ``folder`` with the values of ``environment`` ("" for production).

    Raises Unusable when there is no source, or when it declares no such environment.
    """
    return environments.applied(validate(sources.load(folder)), environment)


def render(source: sources.Source, only: tuple[str, ...] = (), loose: bool = False, verified: bool = False) -> Built:
    """As :func:`build`, for a source from :func:`read`. ``verified``: skip the referees, which a check runs itself."""
    connector, findings = resolved(source, loose and only == ("connector",))
    if connector is None:
        return Built({}, findings)
    templates = of_source(source.folder, source.kept)
    try:
        files = _rendered(source, connector, templates, only)
        judged = None if verified else documents.documents(connector, templates.overrides, files)
    except TemplateFault as fault:
        return Built({}, ordered([*findings, fault.finding]))
    verdicts = referees.verify(*judged, source_map.places(connector)) if judged else []
    return Built(files, ordered([*findings, *verdicts]))


def load(folder: Path, loose: bool = False, environment: str = "") -> tuple[Connector | None, list[Finding]]:
    """Read, validate and resolve a source; None in place of the connector when there are errors.

    ``loose`` accepts undefined names, with which the swagger can still be rendered. ``environment``: as in
    :func:`read`.
    """
    return resolved(read(folder, environment), loose)


def resolved(source: sources.Source, loose: bool = False) -> tuple[Connector | None, list[Finding]]:
    """As :func:`load`, for a source from :func:`read`."""
    if any(finding.blocking for finding in source.findings):
        known = list(source.findings)
        more = partial_source.new(resolved_once(source)[1], known) if partial_source.trim(source) else []
        return None, ordered([*known, *more])
    connector, findings = resolved_once(source)
    blocked = any(finding.blocking and not (loose and finding.id in LOOSE) for finding in findings)
    return None if blocked else connector, ordered([*source.findings, *findings])


def _rendered(
    source: sources.Source, connector: Connector, templates: Templates, only: tuple[str, ...]
) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for name, render in OUTPUTS.items():
        if not only or name in only:
            files |= render(source, connector, templates)
    source.kept.turn("text")
    templates.save()
    if source.environment:
        files[file_names.ENVIRONMENT] = _environment(source, connector)
    return files


def _environment(source: sources.Source, connector: Connector) -> bytes:
    """The file that marks a build for an environment other than production."""
    return (json.dumps({"environment": source.environment, "server": connector.base_url}, indent=2) + "\n").encode()


def _connector(source: sources.Source, connector: Connector, templates: Templates) -> dict[str, bytes]:
    from connectorkit.render import connector_texts

    files = documents.render(connector, templates.overrides, source.kept, source.rendered)
    if "layout" in source.texts:
        from connectorkit.write import json_layout, layout_file

        files |= json_layout.laid_out(files, layout_file.read(source.texts["layout"]))
    files |= connector_texts.render_texts(connector, templates)
    return files | {file_names.built(file_names.NAMED[key]): data for key, data in source.files.items()}


def _client(source: sources.Source, connector: Connector, templates: Templates) -> dict[str, bytes]:
    from connectorkit.render.client import package

    return package.render(connector, templates, source.kept)


def _tests(source: sources.Source, connector: Connector, templates: Templates) -> dict[str, bytes]:
    from connectorkit.render.contract_tests import kept_suite

    return kept_suite.render(connector, templates, source.kept)


def _docs(source: sources.Source, connector: Connector, templates: Templates) -> dict[str, bytes]:
    from connectorkit.render.docs import reference

    return reference.render(connector, templates, source.kept)


OUTPUTS: dict[str, Render] = {"connector": _connector, "client": _client, "tests": _tests, "docs": _docs}
