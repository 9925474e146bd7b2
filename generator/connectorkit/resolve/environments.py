"""Environments: apply the differences of development or test from production to the tree of a source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from connectorkit.diagnostics import phrases
from connectorkit.diagnostics.finding import Finding, Span, Unusable
from connectorkit.read import nodes
from connectorkit.read.source import Source
from connectorkit.read.yaml_document import Node
from connectorkit.resolve.name_references import suggestion

UNKNOWN, SAME, INSECURE, SIGNED_IN = "ENV010", "ENV020", "ENV030", "ENV040"
_ADDRESS = ("server", "host", "base_path", "schemes")
_URLS = ("authorizationUrl", "tokenUrl")
# No environment changes these, so findings in them keep their places in the written tree.
_WRITTEN = ("operations", "types", "inline_types", "parameters", "responses", "default_responses")
_HERE = ("http://localhost", "http://127.0.0.1", "http://[::1]")


def applied(source: Source, name: str) -> Source:
    """``source`` in the environment ``name``; raises Unusable where it declares no such environment."""
    if not name:
        return source
    if name not in source.environments:
        near = phrases.nearest(name, source.environments, 0.6)
        known = ", ".join(sorted(source.environments)) or "none"
        way = f"did you mean '{near}'?" if near else f"it declares: {known}"
        raise Unusable(f"{source.folder}: there is no environment '{name}' under 'environments'; {way}")
    node = source.environments[name]
    flat = source.flat or source
    said = _overlaid(flat.root, node)
    kept = {key: one for key, one in source.root.mapping.items() if key in _WRITTEN}
    root = Node({**said.mapping, **kept}, said.span, said.keys)
    roots = [root, node, *source.roots[1:]]
    flat = replace(flat, root=said, roots=roots, environment=name)
    return replace(source, root=root, roots=roots, environment=name, flat=flat)


def title(plain: str, environment: str) -> str:
    """The title of the connector in an environment, which distinguishes it from production."""
    return f"{plain} ({environment})" if environment else plain


def findings(source: Source) -> Iterator[Finding]:
    """Findings about the environments of a source; none once an environment was applied."""
    for name, node in source.environments.items() if not source.environment else ():
        yield from _unknown((source.flat or source).root, node, name)
        yield from _signed_in(node, name)


def doubtful(source: Source, name: str) -> Iterator[Finding]:
    """Findings about values of an environment that are valid but rarely intended."""
    node, root = source.environments[name], (source.flat or source).root
    if not any(_unknown(root, node, name)):
        yield from _same(root, node, name)
    yield from _insecure(root, node, name)


def _overlaid(root: Node, node: Node) -> Node:
    base = {key: value for key, value in root.mapping.items() if key != "environments"}
    if "server" in node.mapping:
        base = {key: value for key, value in base.items() if key not in _ADDRESS}
    made = Node(base, root.span, dict(root.keys))
    _set(made, node, "server")
    _merge(made, "authentication", node)
    _credentials(made, node)
    sets = node.get("credential_sets")
    if sets is not None and "credential_sets" in base:
        listed = _copied(base["credential_sets"])
        for name, said in sets.mapping.items():
            if name in listed.mapping:
                listed.mapping[name] = _copied(listed.mapping[name])
                _credentials(listed.mapping[name], said)
        base["credential_sets"] = listed
    if "policies" in node.mapping and "policies" in base:
        base["policies"] = _policies(base["policies"], node.mapping["policies"])
    return made


def _copied(node: Node) -> Node:
    return Node(dict(node.mapping), node.span, dict(node.keys))


def _set(into: Node, said: Node, key: str, other: str = "") -> None:
    """Copy the value of ``key`` and its place from ``said``; ``other`` is its key in ``into`` if that differs."""
    if key in said.mapping:
        into.mapping[other or key] = said.mapping[key]
        into.keys[other or key] = said.keys[key]


def _merge(into: Node, key: str, said: Node) -> None:
    """Merge a mapping into the one under the same key: mappings key by key, other values replace the old ones."""
    over, base = said.get(key), into.get(key)
    if over is None:
        return
    if base is None or not isinstance(base.value, dict) or not isinstance(over.value, dict):
        _set(into, said, key)
        return
    made = _copied(base)
    for name in over.mapping:
        _merge(made, name, over)
    into.mapping[key] = made


def _credentials(into: Node, said: Node) -> None:
    over, base = said.get("credentials"), into.get("credentials")
    if over is None or base is None:
        return
    made = _copied(base)
    for name, one in over.mapping.items():
        if name in made.mapping:
            made.mapping[name] = _credential(made.mapping[name], one)
    into.mapping["credentials"] = made


def _credential(base: Node, said: Node) -> Node:
    made = _copied(base)
    for key in ("default", "oauth"):
        _merge(made, key, said)
    written = made.get("ui")
    texts = _copied(written) if written is not None and isinstance(written.value, dict) else made
    for key in ("description", "tooltip"):
        _set(texts, said, key)
    if texts is not made:
        made.mapping["ui"] = texts
    return made


def _policies(base: Node, said: Node) -> Node:
    titled = ((one, nodes.text(one, "title")) for one in base.sequence)
    return Node([_policy(one, said.get(name) if name else None) for one, name in titled], base.span, {})


def _policy(base: Node, said: Node | None) -> Node:
    if said is None:
        return base
    made = _copied(base)
    for name in said.mapping:
        for inside in ("with", "parameters_extra"):
            there = made.get(inside)
            if there is not None and name in there.mapping:
                made.mapping[inside] = _copied(there)
                _set(made.mapping[inside], said, name)
                break
    return made


def _unknown(root: Node, node: Node, name: str) -> Iterator[Finding]:
    """Findings about values that an environment changes although production does not have them."""
    yield from _lacking(node.get("authentication"), nodes.entries(root, "authentication"), "security definition", name)
    for key, said in nodes.entries(node, "authentication").items():
        base = nodes.entries(root, "authentication").get(key)
        there = {url: one for url, one in base.mapping.items() if url in _URLS} if base is not None else None
        yield from _lacking(said, there, f"key of the security definition '{key}':", name)
    yield from _unknown_credentials(root, node, name)
    sets = nodes.entries(root, "credential_sets")
    yield from _lacking(node.get("credential_sets"), sets, "way to connect", name)
    for key, said in nodes.entries(node, "credential_sets").items():
        if key in sets:
            yield from _unknown_credentials(sets[key], said, name)
    titled: dict[str, Node] = {}
    for one in nodes.items(root, "policies"):
        if nodes.text(one, "title"):
            titled.setdefault(nodes.text(one, "title"), one)
    yield from _lacking(node.get("policies"), titled, "policy with the title", name)
    for key, said in nodes.entries(node, "policies").items():
        if key in titled:
            given = {**nodes.entries(titled[key], "with"), **nodes.entries(titled[key], "parameters_extra")}
            yield from _lacking(said, given, f"parameter of the policy '{key}':", name)


def _unknown_credentials(root: Node, node: Node, name: str) -> Iterator[Finding]:
    known = nodes.entries(root, "credentials")
    yield from _lacking(node.get("credentials"), known, "connection parameter", name)
    for key, said in nodes.entries(node, "credentials").items():
        if key in known and nodes.text(known[key], "type") == "securestring" and "default" in said.mapping:
            message = f"The environment '{name}' gives the secret '{key}' a default."
            yield Finding(SIGNED_IN, message, said.keys["default"], "Remove it; a secret must never be in a source.")
        if key not in known or "oauth" not in said.mapping:
            continue
        signs_in = known[key].get("oauth")
        if signs_in is None:
            yield _finding("sign-in of", key, said.keys["oauth"], (), name)
            continue
        custom = said.mapping["oauth"].get("custom")
        yield from _lacking(custom, nodes.entries(signs_in, "custom"), f"parameter of the sign-in '{key}':", name)


def _lacking(said: Node | None, known: Mapping[str, Node] | None, what: str, name: str) -> Iterator[Finding]:
    if said is None or known is None:
        return
    for key in said.mapping:
        if key not in known:
            yield _finding(what, key, said.keys[key], known, name)


def _finding(what: str, key: str, span: Span, known: Iterable[str], name: str) -> Finding:
    message = f"The environment '{name}' changes the {what} '{key}', but production has none."
    return Finding(UNKNOWN, message, span, suggestion(key, known))


def _same(root: Node, node: Node, name: str) -> Iterator[Finding]:
    plain = {key: value.plain() for key, value in root.mapping.items() if key != "environments"}
    if _overlaid(root, node).plain() == plain:
        message = f"The environment '{name}' does not differ from production."
        yield Finding(SAME, message, node.span, "Write what differs in it, or remove it.", "warning")


def _insecure(root: Node, node: Node, name: str) -> Iterator[Finding]:
    said = node.get("server")
    if said is None or not said.text.startswith("http://") or said.text.startswith(_HERE):
        return
    if nodes.text(root, "server").startswith("https://") or "https" in (nodes.texts(root, "schemes") or ()):
        message = f"The environment '{name}' uses http, but production uses https: credentials are sent unencrypted."
        yield Finding(INSECURE, message, said.span, "Write https://, unless the server does not support it.", "advice")


def _signed_in(node: Node, name: str) -> Iterator[Finding]:
    said = node.get("server")
    if said is not None and "@" in said.text.split("://")[-1].partition("/")[0]:
        message = f"The address of the environment '{name}' contains a user name or a password."
        yield Finding(SIGNED_IN, message, said.span, "Remove it: makers enter credentials when they connect.")
