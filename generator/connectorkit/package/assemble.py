"""Assemble all files of a package in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from connectorkit import pipeline
from connectorkit.check import waivers
from connectorkit.diagnostics import package_notes
from connectorkit.diagnostics.finding import Finding, ordered
from connectorkit.model import file_names
from connectorkit.model.connector import Connector
from connectorkit.package import (
    base,
    connector_files,
    judge,
    manifest,
    naming,
    sample_flow,
    sealed,
    settings,
    solution,
    source_digest,
    texts,
    variables,
)
from connectorkit.package.naming import Names
from connectorkit.package.request import ASSETS, CERTIFICATION, PARTS, REPOSITORY, SOLUTION, UNPACKED, Request
from connectorkit.read.source import Source
from connectorkit.render.templates import TemplateFault, Templates

_NOT_IN_REPOSITORY = frozenset((file_names.ICON, file_names.SETTINGS))


class Packaged(NamedTuple):
    """The files of a package below the output folder (none when there is an error), and findings."""

    files: dict[str, bytes]
    findings: list[Finding]


@dataclass(frozen=True, slots=True)
class _Job:
    """The inputs of one package. ``built`` are the files of a build."""

    folder: Path
    request: Request
    connector: Connector
    names: Names
    built: Mapping[str, bytes]
    templates: Templates

    @property
    def plain(self) -> solution.Content:
        """The connector solution for submission, without environment variables."""
        return solution.Content(self.names, connector_files.of(self.names, self.connector, self.built))

    @property
    def promoted(self) -> solution.Content:
        """The connector solution for import, with environment variables."""
        files = connector_files.of(self.names, self.connector, self.built, replaced=True)
        definition, properties = connector_files.documents(self.built)
        listed = variables.rows(self.names, self.connector, definition, properties)
        return solution.Content(self.names, files, tuple(listed))

    @property
    def with_flow(self) -> solution.Content:
        """The flow solution: the connector and the sample flow."""
        data = sample_flow.definition(self.connector, self.names)
        flow = solution.Flow(sample_flow.file_name(self.names), data)
        return solution.Content(self.names, self.plain.files, (), flow)


def assemble(folder: Path, built: Mapping[str, bytes], request: Request, said: Sequence[Finding] = ()) -> Packaged:
    """The package of the source in ``folder``; ``built`` are the files of its build, ``said`` the findings of a check.

    Raises Unusable when the folder is not a source.
    """
    source = pipeline.read(folder)
    connector, findings = pipeline.resolved(source)
    if connector is None:
        return Packaged({}, findings)
    names = naming.of(connector)
    job = _Job(folder, request, connector, names, built, Templates(folder / "templates"))
    found = _left(_findings(job), source, request)
    if any(one.blocking for one in found):
        return Packaged({}, found)
    known = ordered([*said, *found])
    try:
        tree = {**_parts(job, known), "INSTALL.md": _install(job)}
    except TemplateFault as fault:
        return Packaged({}, [fault.finding])
    wrong = _judged(tree)
    if wrong:
        return Packaged({}, wrong)
    tree |= {f"evidence/{name}": data for name, data in request.evidence(known).items()}
    about = manifest.About(names, connector, source_digest.of(folder), request, known)
    return Packaged(tree | {manifest.NAME: manifest.render(about, tree)}, known)


def _judged(tree: Mapping[str, bytes]) -> list[Finding]:
    """Errors in the structure of the created zips, which only a template of the source can cause."""
    zips = [name for name in tree if name.endswith(".zip")]
    found = [one for name in zips for one in judge.of_zip(name, tree[name], rules=False)]
    return [one for one in ordered(found) if one.blocking and one.id not in ("PKG101", "PKG102")]


def _findings(job: _Job) -> list[Finding]:
    definition, properties = connector_files.documents(job.built)
    parts = set(job.request.parts)
    return [
        *naming.findings(job.connector, job.names),
        *connector_files.client_secrets(job.connector),
        *(base.findings(job.names, job.request.base, job.connector.packaging.span) if job.request.base else []),
        *(connector_files.findings(job.connector, job.plain.files) if parts != {REPOSITORY} else []),
        *variables.findings(job.connector, definition, properties),
        *(sample_flow.findings(job.connector, parts == {CERTIFICATION}) if parts & {CERTIFICATION, UNPACKED} else []),
    ]


def _left(found: Sequence[Finding], source: Source, request: Request) -> list[Finding]:
    """The findings that neither the source nor the settings waive; errors that stop a package cannot be waived."""
    stops = [one for one in found if one.blocking]
    others = [one for one in found if not one.blocking]
    said = [one for one in waivers.collect(source) if one.rule in package_notes.OF_SOURCES and one.reason.strip()]
    # A waiver for a part that was not requested is not reported as unused.
    silent = package_notes.OF_SOURCES if request.parts != PARTS else frozenset(("PKG108",))
    others = waivers.apply(others, said, package_notes.OF_SOURCES, silent)
    return ordered([*stops, *request.chosen(others)])


def _parts(job: _Job, said: list[Finding]) -> dict[str, bytes]:
    tree: dict[str, bytes] = {}
    parts = job.request.parts
    if SOLUTION in parts:
        tree |= _solution(job)
    flow = sample_flow.possible(job.connector)
    if CERTIFICATION in parts and flow:
        tree[f"{job.names.file}_certification.zip"] = certification(job)
    if UNPACKED in parts:
        tree |= _below("solution", solution.unpacked(job.promoted, job.templates))
        tree |= _below("flow_solution", solution.unpacked(job.with_flow, job.templates)) if flow else {}
    if REPOSITORY in parts:
        tree |= _repository(job, said)
    return tree


def _below(folder: str, tree: Mapping[str, bytes]) -> dict[str, bytes]:
    return {f"{folder}/{name}": data for name, data in tree.items()}


def _solution(job: _Job) -> dict[str, bytes]:
    content, name = job.promoted, job.names.file
    tree = {f"{name}_solution.zip": sealed.pack(solution.packed(content, job.templates))}
    if job.request.managed:
        packed = solution.packed(content, job.templates, solution.MANAGED)
        tree[f"{name}_solution_managed.zip"] = sealed.pack(packed)
    if content.variables:
        tree[settings.NAME] = settings.render(content.variables)
    return tree


def certification(job: _Job) -> bytes:
    """The zip that a publisher submits."""
    assets = {
        f"{ASSETS}/{job.names.solution}.zip": sealed.pack(solution.packed(job.plain, job.templates)),
        f"{ASSETS}/{job.names.flow_solution}.zip": sealed.pack(solution.packed(job.with_flow, job.templates)),
    }
    intro = job.built[file_names.built(file_names.INTRO)]
    return sealed.pack({file_names.INTRO: intro, "package.zip": sealed.pack(assets)})


def _repository(job: _Job, said: list[Finding]) -> dict[str, bytes]:
    """The folder for the public repository; independent publishers add the package to the pull request."""
    place = f"repository/{job.names.group}/{job.names.folder}"
    tree = {
        f"{place}/{name.removeprefix(f'{file_names.FOLDER}/')}": data
        for name, data in job.built.items()
        if name.removeprefix(f"{file_names.FOLDER}/") not in _NOT_IN_REPOSITORY | {file_names.INTRO}
    }
    asked = CERTIFICATION in job.request.parts and sample_flow.possible(job.connector)
    if asked and job.names.group == naming.GROUPS["independent"]:
        tree[f"{place}/package.zip"] = certification(job)
    return tree | {
        "repository/pull_request.md": texts.pull_request(
            job.connector, job.names, job.templates, said, job.request.base
        )
    }


def _install(job: _Job) -> bytes:
    zips = ("", "")
    if SOLUTION in job.request.parts:
        name = job.names.file
        zips = (f"{name}_solution.zip", f"{name}_solution_managed.zip" if job.request.managed else "")
    return texts.install(job.connector, job.names, job.templates, zips, list(job.promoted.variables))
