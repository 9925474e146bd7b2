"""Rules about the settings for assistants: the manifest, and the operations that they may use."""

from __future__ import annotations

from collections.abc import Iterator

from connectorkit.check.engine.connector_index import Operation, Plain, Subject, listed, mapping, short
from connectorkit.check.engine.rule import Edit, Fix, Hit, Rule, Severities
from connectorkit.check.engine.words import address, did_you_mean, sendable
from connectorkit.model.connector import Json

_MANIFEST, _DATA, _CONFIRM = "x-ms-openai-manifest", "x-ms-openai-data", "x-ms-require-user-confirmation"
_KEYWORDS, _PUBLISHED = "x-ms-keywords", "x-ms-openai-published-to-copilots"
_TEXTS = {"humanName": "a name for people", "modelDescription": "a description for the assistant"}


def _keywords(subject: Subject) -> Iterator[Hit]:
    said = subject.info.node.get(_KEYWORDS)
    if said is not None and not isinstance(said, list):
        yield Hit(f"/info/{_KEYWORDS}", "The keywords of the connector are not a list.")
    for index, word in enumerate(listed(said)):
        if not (isinstance(word, str) and word.strip()):
            yield Hit(f"/info/{_KEYWORDS}/{index}", f"The keyword {index + 1} of the connector is not a word.")


def _manifest(subject: Subject) -> Iterator[Hit]:
    said = subject.root.node.get(_MANIFEST)
    if said is None:
        return
    lacking = [what for key, what in _TEXTS.items() if not _text(mapping(said), key)]
    if lacking:
        yield Hit(f"/{_MANIFEST}", f"The manifest for assistants lacks {' and '.join(lacking)}.")


def _text(node: Plain, key: str) -> str:
    said = node.get(key)
    return said.strip() if isinstance(said, str) else ""


def _manifest_addresses(subject: Subject) -> Iterator[Hit]:
    said = mapping(subject.root.node.get(_MANIFEST))
    email, terms = said.get("contactEmail"), said.get("legalUrl")
    where = "of the manifest for assistants"
    if email is not None and not (isinstance(email, str) and sendable(email)):
        yield Hit(f"/{_MANIFEST}/contactEmail", f"'{short(str(email))}' {where} is not an e-mail address.")
    if terms is not None and not (isinstance(terms, str) and address(terms)):
        yield Hit(f"/{_MANIFEST}/legalUrl", f"'{short(str(terms))}' {where} is not an absolute address.")


def _data(subject: Subject) -> Iterator[tuple[Operation, Json]]:
    for operation in subject.operations:
        if _DATA in operation.node:
            yield operation, operation.node[_DATA]


def _entries(subject: Subject) -> Iterator[tuple[Operation, str, Plain]]:
    """The entry of each operation that an assistant may use: the operation around it, its pointer, and the entry."""
    for operation, said in _data(subject):
        for index, entry in enumerate(listed(mapping(said).get("operations"))):
            yield operation, operation.at(_DATA, "operations", index), mapping(entry)


def _data_formed(subject: Subject) -> Iterator[Hit]:
    for operation, said in _data(subject):
        if not isinstance(mapping(said).get("openai-enabled"), bool):
            yield Hit(
                operation.at(_DATA, "openai-enabled"),
                f"{operation.called} does not declare whether assistants may use it.",
            )


def _data_operations(subject: Subject) -> Iterator[Hit]:
    for operation, pointer, entry in _entries(subject):
        said = entry.get("operationId")
        name = said if isinstance(said, str) else ""
        if subject.operation(name) is None:
            what = f"'{short(name)}', which does not exist" if name else "no operation"
            yield Hit(
                f"{pointer}/operationId",
                f"The assistant settings of {operation.called} name {what}.",
                did_you_mean(name, (one.id for one in subject.operations)),
            )


def _confirmations(subject: Subject) -> Iterator[tuple[Operation, str, Plain]]:
    """The nodes that can mark an operation as needing a confirmation: itself, and entries of the assistant settings."""
    yield from ((operation, operation.pointer, operation.node) for operation in subject.operations)
    yield from _entries(subject)


def _confirmation_flag(subject: Subject) -> Iterator[Hit]:
    for operation, pointer, entry in _confirmations(subject):
        said = entry.get(_CONFIRM)
        if said is not None and not isinstance(said, bool):
            better = str(said).lower() == "true"
            fix = Fix(f"Write {str(better).lower()}.", (Edit("set", f"{pointer}/{_CONFIRM}", better),))
            known = str(said).lower() in ("true", "false")
            yield Hit(
                f"{pointer}/{_CONFIRM}",
                f"Whether {operation.called} needs a confirmation is '{short(str(said))}'; it must be true or false.",
                fix=fix if known else None,
            )


def _confirmed(subject: Subject) -> Iterator[Hit]:
    for operation, pointer, entry in _entries(subject):
        said, target = entry.get("operationId"), None
        if isinstance(said, str) and mapping(operation.node[_DATA]).get("openai-enabled") is True:
            target = subject.operation(said)
        if target and target.method not in ("get", "head") and entry.get(_CONFIRM) in (None, False):
            yield Hit(
                f"{pointer}/{_CONFIRM}", f"Assistants may use {target.called}, which changes something, without asking."
            )


def _published(subject: Subject) -> Iterator[Hit]:
    said, pointer = subject.info.node.get(_PUBLISHED), f"/info/{_PUBLISHED}"
    entries = [(f"{pointer}/{index}", one) for index, one in enumerate(listed(said))] or [(pointer, said)]
    for where, entry in entries if said is not None else ():
        one = mapping(entry)
        if not isinstance(one.get("AICopilot-enabled"), bool) or not _text(one, "AICopilotName"):
            yield Hit(
                where,
                "An entry of the assistants to which the connector is published has no name, or no `enabled`.",
            )


_FORM = Severities("warning", "warning", "advice")


RULES = (
    Rule(
        "EXT300",
        "Keywords are a list of words",
        why="Makers find the connector by these words.",
        source="extensions of the connector, x-ms-keywords",
        severity=_FORM,
        help="Write a list of strings.",
        bad="keywords: [orders, 5]",
        good="keywords: [orders, shops]",
        check=_keywords,
    ),
    Rule(
        "EXT310",
        "The manifest for assistants has a name and a description",
        why="An assistant chooses the connector by its description, and people see the name.",
        source="extensions of the connector, x-ms-openai-manifest",
        severity=_FORM,
        help="Write humanName and modelDescription.",
        bad="ai_plugin: {humanName: Contoso Orders}",
        good="ai_plugin: {humanName: Contoso Orders, modelDescription: Places orders in shops.}",
        check=_manifest,
    ),
    Rule(
        "EXT311",
        "The addresses of the manifest for assistants are valid",
        why="They are shown to the people who decide whether the connector may be used.",
        source="extensions of the connector, x-ms-openai-manifest",
        severity=_FORM,
        help="Write an e-mail address in contactEmail, and an address that begins with https:// in legalUrl.",
        bad="ai_plugin: {humanName: Contoso Orders, modelDescription: Places orders in shops., contactEmail: help}",
        check=_manifest_addresses,
    ),
    Rule(
        "EXT320",
        "An operation declares whether assistants may use it",
        why="Without true or false, assistants may not use it, and the other settings have no effect.",
        source="extensions of operations, x-ms-openai-data",
        severity=_FORM,
        help="Write `openai-enabled: true` or `false`.",
        check=_data_formed,
    ),
    Rule(
        "EXT321",
        "Operations in the assistant settings exist",
        why="The platform finds an operation by its operationId.",
        source="extensions of operations, x-ms-openai-data",
        severity=_FORM,
        help="Write the operationId exactly as in the operation.",
        check=_data_operations,
    ),
    Rule(
        "EXT330",
        "The key for user confirmation is true or false",
        why="Any other value is treated as false.",
        source="extensions of operations, x-ms-require-user-confirmation",
        severity=_FORM,
        help="Write true or false without quotes.",
        check=_confirmation_flag,
    ),
    Rule(
        "EXT331",
        "Assistants ask before they change something",
        why="Assistants can misunderstand a request, and some changes cannot be undone.",
        source="extensions of operations, x-ms-require-user-confirmation",
        severity=Severities("warning", "warning", "advice"),
        help="Write `x-ms-require-user-confirmation: true` for every operation that does more than read.",
        check=_confirmed,
    ),
    Rule(
        "EXT340",
        "Assistants to which a connector is published have names",
        why="Each entry names one assistant and whether it is enabled.",
        source="extensions of the connector, x-ms-openai-published-to-copilots",
        severity=_FORM,
        help="Write a list of `{AICopilot-enabled: true, AICopilotName: ...}`.",
        bad="exact: {info_extra: {x-ms-openai-published-to-copilots: [{AICopilotName: Sales}]}}",
        good="exact: {info_extra: {x-ms-openai-published-to-copilots: "
        "[{AICopilot-enabled: true, AICopilotName: Sales}]}}",
        check=_published,
    ),
)
