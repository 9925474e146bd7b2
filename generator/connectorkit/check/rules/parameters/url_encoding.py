"""Rules about x-ms-url-encoding of path parameters."""

from __future__ import annotations

from collections.abc import Iterator

from connectorkit.check.engine.connector_index import Subject, short
from connectorkit.check.engine.exported import injected
from connectorkit.check.engine.labels import begun, called
from connectorkit.check.engine.rule import Edit, Fix, Hit, Rule, Severities, everywhere


def _encoding_there(subject: Subject) -> Iterator[Hit]:
    for at in subject.having("parameter", "in"):
        if injected(subject, at):
            continue
        if at.node["in"] == "path" and not {"x-ms-url-encoding", "x-ms-skip-url-encoding"} & at.node.keys():
            fix = Fix(
                "Write `single`, which is the default of the platform.",
                (Edit("add", at.pointer, "single", "x-ms-url-encoding"),),
            )
            yield Hit(
                at.at("x-ms-url-encoding"),
                f"{begun(at)} is a path parameter without an encoding.",
                fix=fix,
            )


def _encoding_word(subject: Subject) -> Iterator[Hit]:
    for at in subject.having("parameter", "x-ms-url-encoding"):
        said = at.node["x-ms-url-encoding"]
        if at.node.get("in") == "path" and said not in ("single", "double"):
            right = said.strip().lower() if isinstance(said, str) else ""
            pointer = at.at("x-ms-url-encoding")
            fix = Fix(f"Write '{right}'.", (Edit("set", pointer, right),)) if right in ("single", "double") else None
            yield Hit(pointer, f"'{short(str(said))}' is not an encoding that {called(at)} can have.", fix=fix)


def _encoding_elsewhere(subject: Subject) -> Iterator[Hit]:
    for at in subject.having("parameter", "x-ms-url-encoding"):
        where = at.node.get("in")
        if isinstance(where, str) and where in ("query", "header", "body", "formData"):
            pointer = at.at("x-ms-url-encoding")
            yield Hit(
                pointer,
                f"{begun(at)} is in the {where}, where x-ms-url-encoding has no effect.",
                fix=Fix("Remove x-ms-url-encoding.", (Edit("remove", pointer),)),
            )


_REFUSED = everywhere("error")

RULES = (
    Rule(
        "PAR050",
        "A path parameter declares its encoding",
        why="Otherwise a slash or space in a value breaks the address.",
        source="validator PathParameterMissingEncoding",
        severity=Severities("advice", "advice", "off"),
        help="Write `url_encoding: single`, or `double` if values contain slashes.",
        bad="operations: {GetOrder: {parameters: {order_id: {url_encoding: none}}}}",
        good="operations: {GetOrder: {parameters: {order_id: {url_encoding: double}}}}",
        check=_encoding_there,
    ),
    Rule(
        "PAR051",
        "A parameter of a path is encoded once or twice",
        why="The platform supports no other encoding.",
        source="schema of apiDefinition",
        severity=_REFUSED,
        help="Write `url_encoding: single`, or `double` if values contain slashes.",
        good="operations: {GetOrder: {parameters: {order_id: {url_encoding: single}}}}",
        check=_encoding_word,
    ),
    Rule(
        "PAR052",
        "Only a path parameter declares its encoding",
        why="All other parameters are always encoded once.",
        source="validator QueryParameterEncodingNotSupported",
        severity=Severities("warning", "warning", "advice"),
        help="Remove x-ms-url-encoding.",
        bad="operations: {ListShops: {parameters: {city: {url_encoding: single}}}}",
        good="operations: {ListShops: {parameters: {city: {in: query}}}}",
        check=_encoding_elsewhere,
    ),
)
