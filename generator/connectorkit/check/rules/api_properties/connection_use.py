"""Rules about the use of connection parameters, and about sign-ins that expire or cannot be submitted."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from connectorkit.check.engine.connector_index import Subject, mapping
from connectorkit.check.engine.properties import Parameter, asked, hit, oauth_settings, parameters, properties_of
from connectorkit.check.engine.rule import Edit, Fix, Hit, Rule, Severities, everywhere
from connectorkit.model.file_names import SCRIPT
from connectorkit.model.patterns import lazy

# Identity providers whose token is refreshed at an address that the file must contain.
_RENEWED = {"oauth2": "refreshUrl", "oauth2generic": "refreshUrlTemplate"}
_CLIENTLESS = "oauth2pkcewithprm"
_SECRET = lazy(
    r"password|passwd|secret|(api|access|auth|private|subscription|account)[ _-]?(key|token)|\b(api)?key\b",
    re.IGNORECASE,
)
_PUBLIC = lazy(r"\b(public|name|id|url|host|type|header)\b", re.IGNORECASE)


def _unused(subject: Subject) -> Iterator[Hit]:
    behind_gateway = any(one.node.get("type") == "gatewaySetting" for one in parameters(subject))
    if not asked(subject) or subject.of("security") or SCRIPT in subject.files or behind_gateway:
        return
    entered = [one for one in parameters(subject) if one.node.get("type") in ("string", "securestring", "int", "bool")]
    # Policies, sign-ins and the definition use a parameter in an expression or a template; others depend on it.
    text = json.dumps([properties_of(subject), subject.definition], ensure_ascii=False).lower()
    needed = {name for one in parameters(subject) for name in mapping(one.constraints.get("dependencies"))}
    for one in entered:
        name = re.escape(one.name.lower())
        taken = re.search(rf"@\{{?connectionparameters\(\W*{name}\W|\{{{name}\}}", text)
        if ":" not in one.name and not taken and one.name not in needed:
            message = f"{one.called} is not used by a security definition, a policy or the script."
            yield hit(one.pointer, message)


def _plain_key(subject: Subject) -> Iterator[Hit]:
    key = _key(subject)
    for one in parameters(subject):
        if one.node.get("type") == "string" and (one == key or _secret(one)):
            at = f"{one.pointer}/type"
            fix = (
                Fix("Write securestring.", (Edit("set", at, "securestring"),))
                if "defaultValue" not in one.node
                else None
            )
            yield hit(at, f"{one.called} asks for a secret, but is stored and shown as plain text.", fix=fix)


def _key(subject: Subject) -> Parameter | None:
    """The parameter for the key of the security definition, whatever its name: the only visible one; else None."""
    entered = [one for one in parameters(subject) if one.entered]
    keyed = any(scheme.node.get("type") == "apiKey" for scheme in subject.of("security"))
    return entered[0] if keyed and len(entered) == 1 and len(parameters(subject)) == 1 else None


def _secret(one: Parameter) -> bool:
    """Whether the name or the label of a parameter means a secret, rather than a name or an address."""
    label = one.shown.get("displayName")
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", one.name).replace("_", " ")
    said = [words, label if isinstance(label, str) else ""]
    return one.entered and any(_SECRET.search(text) and not _PUBLIC.search(text) for text in said)


def _renewed(subject: Subject) -> Iterator[Hit]:
    for one in oauth_settings(subject):
        provider = str(one.node.get("identityProvider", "")).lower()
        needed = _RENEWED.get(provider)
        custom = mapping(one.node.get("customParameters"))
        if needed is None or not custom or any(name.lower().startswith("refresh") for name in custom):
            continue
        yield hit(f"{one.pointer}/customParameters", f"{one.called} has no `{needed}`, so it cannot renew its token.")


def _clientless(subject: Subject) -> Iterator[Hit]:
    for one in oauth_settings(subject):
        if str(one.node.get("identityProvider", "")).lower() == _CLIENTLESS:
            message = f"{one.called} has no client ID and secret, which Partner Center asks for."
            yield hit(f"{one.pointer}/identityProvider", message)


def _host_policies_empty(subject: Subject) -> Iterator[Hit]:
    said = properties_of(subject).get("policyTemplateInstances")
    if said == [] and subject.published:
        at = "/properties/policyTemplateInstances"
        fix = Fix("Remove the empty list.", (Edit("remove", at),))
        yield hit(at, "The list of policies is empty.", fix=fix)


RULES = (
    Rule(
        "PRP086",
        "A sign-in names the address that renews its tokens",
        why="Without it, the connection is lost when the first token expires, often after an hour.",
        source="connection parameters; 147 of 149 published OAuth connectors have it",
        severity=everywhere("warning"),
        help="Add the URL; it is often the same as the token URL.",
        check=_renewed,
    ),
    Rule(
        "PRP087",
        "Every connection parameter is used",
        why="Otherwise makers enter a value that is never sent.",
        source="connection parameters, policy templates",
        severity=everywhere("advice"),
        help="Add the security definition that sends it, or a policy that reads it; otherwise remove it.",
        check=_unused,
    ),
    Rule(
        "PRP088",
        "A connection parameter for a secret is a securestring",
        why="Everyone who can open the connection can read a plain string.",
        source="connection parameters",
        severity=everywhere("warning"),
        help="Write securestring as its type, and false as clearText.",
        check=_plain_key,
    ),
    Rule(
        "PRP097",
        "Partner Center accepts the sign-in",
        why="Partner Center requires a client ID and a secret, which a sign-in with dynamic discovery does not have. "
        "The package passes the validator, but cannot be submitted.",
        source="microsoft/PowerPlatformConnectors issue 4214 (2026-06-09, open)",
        severity=Severities("warning", "advice", "off"),
        help="Offer a sign-in with a client ID and a secret, or ask Microsoft before you submit.",
        check=_clientless,
    ),
    Rule(
        "PRP114",
        "A list of policies is not empty",
        why="A certification package with an empty policy file was rejected (policy 5000.1.1.16).",
        source="a third party's checks of packages, read 2026; 6 of 131 accepted connectors",
        severity=Severities("advice", "advice", "off"),
        help="Remove `policyTemplateInstances`.",
        check=_host_policies_empty,
    ),
)
