"""Rules about policies: the policy template instances of apiProperties.json."""

from __future__ import annotations

import json
from collections.abc import Iterator

from connectorkit.check.engine import platform_lists
from connectorkit.check.engine.connector_index import Subject, listed, short
from connectorkit.check.engine.policy_templates import TEMPLATES, Policy, policies
from connectorkit.check.engine.properties import asked, hit, parameters, properties_of, strange
from connectorkit.check.engine.rule import Edit, Fix, Hit, Rule, Severities, everywhere, spelt
from connectorkit.check.engine.words import did_you_mean, misspelt, nearest, suggestion
from connectorkit.diagnostics import phrases
from connectorkit.model.connector import Json
from connectorkit.model.file_names import PROPERTIES
from connectorkit.model.patterns import lazy
from connectorkit.model.policies.plan import OPERATIONS, PARAMETER, SECTION

# Parameters that are not strings.
_FORMS: dict[str, type] = {"triggerConfig": dict, "statusCode": object}
_MEMBERS = ("templateId", "title", "type", "parameters")
_SECTIONS = ("Request", "Response", "Failure")
_CONNECTION = lazy(r"@\{?connectionParameters\(\s*['\"‘’]([^'\"‘’]+)['\"‘’]\s*(,|\))")
_SHIPPED = Severities("error", "error", "warning")


def _template_there(subject: Subject) -> Iterator[Hit]:
    for index, one in enumerate(listed(properties_of(subject).get("policyTemplateInstances"))):
        if not isinstance(one, dict) or not isinstance(one.get("templateId"), str) or not one["templateId"]:
            at = f"/properties/policyTemplateInstances/{index}"
            yield hit(f"{at}/templateId" if isinstance(one, dict) else at, f"Policy {index + 1} names no template.")


def _template_known(subject: Subject) -> Iterator[Hit]:
    for one in policies(subject):
        if one.template and one.known is None:
            near = nearest(one.template.lower(), TEMPLATES, 0.7)
            way = f"Did you mean '{near}'?" if near else ""
            message = f"The policy template '{short(one.template)}' is unknown as of {platform_lists.AS_OF}."
            yield hit(f"{one.pointer}/templateId", message, way)


def _members(subject: Subject) -> Iterator[Hit]:
    for one in policies(subject):
        yield from strange(one.pointer, one.node, _MEMBERS, one.called)
        if "parameters" in one.node and not isinstance(one.node["parameters"], dict):
            yield hit(f"{one.pointer}/parameters", f"The parameters of the policy '{_title(one)}' are not an object.")


def _needed(subject: Subject) -> Iterator[Hit]:
    for one in policies(subject):
        if not isinstance(one.node.get("parameters", {}), dict) or misspelt(one.node, "parameters"):
            continue
        names = [name.removeprefix(PARAMETER) for name in one.parameters]
        odd = [name for name in names if name not in _all(one)]
        lacking = [
            name
            for name in (one.known.needed if one.known else ())
            if name not in names and not any(nearest(word, (name,), 0.7) for word in odd)
        ]
        if lacking:
            shown = phrases.together(f"`{name}`" for name in lacking)
            message = f"{one.called} has no {shown}, which {one.template} needs."
            yield hit(one.at(PARAMETER + lacking[0]), message)


def _all(policy: Policy) -> tuple[str, ...]:
    return (*policy.known.needed, *policy.known.optional) if policy.known else ()


def _unknown(subject: Subject) -> Iterator[Hit]:
    for one in policies(subject):
        full = [*(PARAMETER + word for word in _all(one)), OPERATIONS, SECTION]
        for name in one.parameters if one.known else ():
            if name not in full:
                yield _unknown_hit(one, name, full)


def _unknown_hit(policy: Policy, name: str, full: list[str]) -> Hit:
    bare, known = name.removeprefix(PARAMETER), _all(policy)
    same = next((word for word in full if word.lower() in (name.lower(), (PARAMETER + name).lower())), "")
    word = nearest(bare, known, 0.7)
    near = same or nearest(name, full, 0.9) or (PARAMETER + word if word else "")
    fix = None
    if same and same not in policy.parameters:
        fix = Fix(f"Write `{same}`.", (Edit("rename", policy.at(name), same),))
    shown = near.removeprefix(PARAMETER) if name.startswith(PARAMETER) else near
    way = f"Did you mean `{shown}`?" if near else f"It has {', '.join(known)}."
    message = f"{policy.called} has the parameter `{short(bare)}`, which {policy.template} does not have."
    lacking = near if near not in policy.parameters else ""
    return hit(policy.at(name), message, way, fix, policy.at(near) if lacking else "", spelt(policy.at(name), lacking))


def _values(subject: Subject) -> Iterator[Hit]:
    for one in policies(subject):
        for name, allowed in one.known.choices if one.known else ():
            value = one.parameters.get(PARAMETER + name)
            if isinstance(value, str) and value not in allowed and not _made(value):
                right = next((word for word in allowed if word.lower() == str(value).lower()), "")
                at = one.at(PARAMETER + name)
                fix = Fix(f"Write '{right}'.", (Edit("set", at, right),)) if right else None
                message = f"{one.called} has '{short(str(value))}' for `{name}`."
                yield hit(at, message, suggestion(str(value), allowed), fix)


def _forms(subject: Subject) -> Iterator[Hit]:
    for one in policies(subject):
        for name in _all(one):
            value, wanted = one.parameters.get(PARAMETER + name), _FORMS.get(name, str)
            if PARAMETER + name in one.parameters and not isinstance(value, wanted):
                what = "an object" if wanted is dict else "a text"
                yield hit(one.at(PARAMETER + name), f"`{name}` of the policy '{_title(one)}' must be {what}.")


def _made(value: Json) -> bool:
    return isinstance(value, str) and value.startswith("@")


def _operations_known(subject: Subject) -> Iterator[Hit]:
    for one in policies(subject):
        for index, name in enumerate(listed(one.parameters.get(OPERATIONS))):
            if isinstance(name, str) and subject.operation(name) is None:
                near = nearest(name, (operation.id for operation in subject.operations))
                way = f"Did you mean '{near}'?" if near else ""
                yield hit(
                    f"{one.at(OPERATIONS)}/{index}",
                    f"{one.called} is for the operation '{short(name)}', which does not exist.",
                    way,
                )


def _operations_form(subject: Subject) -> Iterator[Hit]:
    for one in policies(subject):
        value = one.parameters.get(OPERATIONS)
        if OPERATIONS in one.parameters and not (isinstance(value, list) and all(isinstance(n, str) for n in value)):
            at = one.at(OPERATIONS)
            known = isinstance(value, str) and subject.operation(value) is not None
            fix = Fix("Write it as a list.", (Edit("set", at, [value]),)) if known else None
            yield hit(at, f"The operations of the policy '{_title(one)}' are not an array of operationIds.", fix=fix)


def _title(policy: Policy) -> str:
    return policy.called.partition("'")[2].removesuffix("'")


def _sections(subject: Subject) -> Iterator[Hit]:
    for one in policies(subject):
        value = one.parameters.get(SECTION)
        if SECTION in one.parameters and value not in _SECTIONS:
            right = next((word for word in _SECTIONS if word.lower() == str(value).lower()), "")
            fix = Fix(f"Write '{right}'.", (Edit("set", one.at(SECTION), right),)) if right else None
            message = f"{one.called} runs in the section '{short(str(value))}', which does not exist."
            yield hit(one.at(SECTION), message, suggestion(str(value), _SECTIONS), fix)


def _connection(subject: Subject) -> Iterator[Hit]:
    if not asked(subject):
        return
    names = [one.name for one in parameters(subject)]
    known = {form.lower() for name in names for form in (name, name.partition(":")[2] or name)}
    for one in policies(subject):
        for name, value in one.parameters.items():
            for found in _CONNECTION.finditer(value if isinstance(value, str) else json.dumps(value)):
                if found[1].lower() not in known and found[2] == ")":
                    way = did_you_mean(found[1], names)
                    yield hit(
                        one.at(name),
                        f"{one.called} reads the connection parameter '{short(found[1])}', which does not exist.",
                        way,
                    )


def _twice(subject: Subject) -> Iterator[Hit]:
    first: dict[str, str] = {}
    for one in policies(subject):
        same = json.dumps([one.template.lower(), one.parameters], sort_keys=True)
        before = first.setdefault(same, one.pointer)
        if one.known and before != one.pointer:
            yield Hit(one.pointer, f"{one.called} repeats another policy.", document=PROPERTIES, related=(before,))


RULES = (
    Rule(
        "PRP050",
        "A policy names its template",
        why="The template determines what the policy does.",
        source="schema of apiProperties",
        severity=everywhere("error"),
        help='Write `template: setheader` or another one, in apiProperties.json "templateId".',
        bad="policies: [{title: Host}]",
        good='policies: [{template: dynamichosturl, title: Host, with: {urlTemplate: "https://eu.contoso.com"}}]',
        check=_template_there,
    ),
    Rule(
        "PRP051",
        "The template of a policy is a known one",
        why="The platform does not run an unknown template.",
        source="policy templates; schema of apiProperties",
        severity=everywhere("warning"),
        help="Choose a known template, such as setheader, dynamichosturl or routerequesttoendpoint.",
        bad="policies: [{template: sethaeder, title: Accept, with: {name: Accept, value: text/plain}}]",
        good="policies: [{template: setheader, title: Accept, with: {name: Accept, value: text/plain}}]",
        check=_template_known,
    ),
    Rule(
        "PRP052",
        "A policy has every parameter that its template requires",
        why="Without them, the platform refuses the policy, or it has no effect.",
        source="policy templates; schema of apiProperties",
        severity=everywhere("error"),
        help="Add it under `with`, in apiProperties.json as x-ms-apimTemplateParameter.",
        bad="policies: [{template: setheader, title: Accept, with: {name: Accept}}]",
        good="policies: [{template: setheader, title: Accept, with: {name: Accept, value: text/plain}}]",
        check=_needed,
    ),
    Rule(
        "PRP053",
        "A policy has only parameters of its template",
        why="The template ignores any other parameter, which is often a misspelling.",
        source="policy templates; schema of apiProperties",
        severity=_SHIPPED,
        help="Remove it.",
        bad="policies: [{template: setheader, title: Accept, with: {name: Accept, value: text/plain, exists: skip}}]",
        check=_unknown,
    ),
    Rule(
        "PRP054",
        "A parameter of a policy has a value that its template allows",
        why="Any other value is refused.",
        source="policy templates; schema of apiProperties",
        severity=_SHIPPED,
        help="Choose one of the values of the template.",
        bad="policies: [{template: routerequesttoendpoint, title: Route, with: {newPath: /v2, httpMethod: get}}]",
        good="policies: [{template: routerequesttoendpoint, title: Route, with: {newPath: /v2, httpMethod: GET}}]",
        check=_values,
    ),
    Rule(
        "PRP055",
        "The operations of a policy exist",
        why="Otherwise the policy is never applied.",
        source="policy templates",
        severity=everywhere("warning"),
        help="Name the operationId of an operation of this connector.",
        check=_operations_known,
    ),
    Rule(
        "PRP056",
        "A policy runs in a section of the platform",
        why="Any other value is refused.",
        source="policy templates; schema of apiProperties",
        severity=everywhere("error"),
        help="Write Request, Response or Failure.",
        check=_sections,
    ),
    Rule(
        "PRP057",
        "A policy reads connection parameters that exist",
        why="Otherwise the request is sent without the value.",
        source="policy templates",
        severity=Severities("error", "error", "warning"),
        help="Add this connection parameter, or use the name of an existing one.",
        check=_connection,
    ),
    Rule(
        "PRP058",
        "A policy is listed once",
        why="A second one adds the value twice, or hides a mistake.",
        source="policy templates",
        severity=everywhere("warning"),
        help="Remove one of them.",
        good="policies: [{template: setheader, title: Accept, with: {name: Accept, value: text/plain}}]",
        check=_twice,
    ),
    Rule(
        "PRP059",
        "The operations of a policy are a list of operationIds",
        why="The platform does not accept a single name.",
        source="schema of apiProperties",
        severity=everywhere("error"),
        help="Write them as a list.",
        check=_operations_form,
    ),
    Rule(
        "PRP110",
        "A policy has no unknown keys",
        why="The platform refuses or drops unknown keys.",
        source="schema of apiProperties",
        severity=everywhere("error"),
        help="Write only templateId, title and parameters.",
        bad="policies: [{template: setheader, title: T, with: {name: Accept, value: x}, extra: {section: Request}}]",
        good="policies: [{template: setheader, title: T, with: {name: Accept, value: x}, section: Request}]",
        check=_members,
    ),
    Rule(
        "PRP111",
        "A parameter of a policy has the right form",
        why="The platform reads the file strictly.",
        source="policy templates; schema of apiProperties",
        severity=everywhere("error"),
        help="Write it in quotes, or as an object for the state of a polling trigger.",
        bad="policies: [{template: setheader, title: T, with: {name: Accept, value: 5}}]",
        good='policies: [{template: setheader, title: T, with: {name: Accept, value: "5"}}]',
        check=_forms,
    ),
)
