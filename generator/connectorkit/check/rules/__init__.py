"""The rules of certification and import as records, registered by family in the table below."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple, Protocol

from connectorkit.check.engine.rule import Rule
from connectorkit.check.rules.api_properties import (
    branding,
    connection_members,
    connection_use,
    connections,
    oauth,
    policies,
    policy_conflicts,
    script_operations,
    sets,
    simulation,
)
from connectorkit.check.rules.dynamic_values import (
    argument_sources,
    both_spellings,
    capabilities,
    designer,
    dynamic,
    dynamic_paths,
    picker_paths,
    visibility,
)
from connectorkit.check.rules.extensions import assistants, for_agents, hints, keys, mcp_servers, samples
from connectorkit.check.rules.files import icon, intro, readme, script
from connectorkit.check.rules.info import about, metadata, names, secrets
from connectorkit.check.rules.operations import (
    identity,
    left_over,
    machine_labels,
    power_apps,
    same_labels,
    texts,
    wording,
)
from connectorkit.check.rules.parameters import (
    combinations,
    formats,
    inputs,
    limits,
    lost_values,
    media,
    owned_names,
    parameter_form,
    parameter_texts,
    paths,
    repeated,
    unseen,
    url_encoding,
    values,
)
from connectorkit.check.rules.responses import (
    field_texts,
    references,
    reserved_names,
    response_examples,
    schemas,
    sharing,
    statuses,
)
from connectorkit.check.rules.revisions import annotation, families
from connectorkit.check.rules.security import (
    address,
    definitions,
    members,
    openapi3,
    places,
    requirements,
    self_contained,
    sign_in,
)
from connectorkit.check.rules.triggers import batches, deliveries, polling, trigger_state, webhooks


class _Module(Protocol):
    """The interface of a module with rules."""

    @property
    def RULES(self) -> tuple[Rule, ...]: ...


class Family(NamedTuple):
    """A family of rules: its folder, the letters with which the ids begin, and the modules of the folder."""

    folder: str
    letters: tuple[str, ...]
    modules: tuple[_Module, ...]

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules of all modules."""
        return tuple(rule for module in self.modules for rule in module.RULES)


FAMILIES = (
    Family("info", ("INF",), (about, metadata, names, secrets)),
    Family("operations", ("OPR",), (identity, wording, texts, left_over, machine_labels, same_labels, power_apps)),
    Family("revisions", ("VER",), (annotation, families)),
    Family(
        "parameters",
        ("PAR",),
        (
            paths,
            url_encoding,
            combinations,
            parameter_form,
            parameter_texts,
            inputs,
            values,
            lost_values,
            owned_names,
            limits,
            formats,
            media,
            repeated,
            unseen,
        ),
    ),
    Family(
        "responses", ("RSP",), (statuses, response_examples, schemas, references, reserved_names, field_texts, sharing)
    ),
    Family("triggers", ("TRG",), (polling, batches, trigger_state, webhooks, deliveries)),
    Family(
        "dynamic_values",
        ("DYN",),
        (visibility, dynamic, argument_sources, dynamic_paths, picker_paths, both_spellings, designer, capabilities),
    ),
    Family("extensions", ("EXT",), (keys, hints, assistants, for_agents, mcp_servers, samples)),
    Family(
        "security",
        ("SEC",),
        (address, definitions, requirements, members, sign_in, openapi3, self_contained, places),
    ),
    Family(
        "api_properties",
        ("PRP",),
        (
            branding,
            connections,
            connection_members,
            connection_use,
            oauth,
            sets,
            policies,
            policy_conflicts,
            script_operations,
            simulation,
        ),
    ),
    Family("files", ("CSX", "DOC", "ICO", "PRQ"), (script, icon, readme, intro)),
)

# Sorted by id, so that the order of the table has no effect.
RULES: tuple[Rule, ...] = tuple(
    sorted((rule for family in FAMILIES for rule in family.rules), key=lambda rule: rule.id),
)


def find(rule_id: str) -> Rule | None:
    """The rule with that id, in any letter case; None when there is none."""
    return next((rule for rule in RULES if rule.id == rule_id.upper()), None)


def bad(rule: Rule) -> str:
    """An example that breaks the rule, as YAML; "" where no example is small enough."""
    return rule.bad or _example(rule, "bad")


def good(rule: Rule) -> str:
    """The corrected example, as YAML; "" where it is the clean connector itself."""
    return rule.good or _example(rule, "good")


def _example(rule: Rule, kind: str) -> str:
    """An example in a file, which is read for pages and tests only, never by a check."""
    folder = next((family.folder for family in FAMILIES if rule.id.startswith(family.letters)), "")
    path = Path(__file__).parent / folder / "examples" / f"{rule.id}.{kind}.yaml"
    return path.read_text(encoding="utf-8") if path.is_file() else ""
