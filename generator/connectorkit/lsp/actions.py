"""Code actions: corrections of names, fixes, waivers, and the extraction of an inline schema to a named type."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from connectorkit.check.engine.run import REFEREES
from connectorkit.check.fix import apply
from connectorkit.check.judgement import Checked
from connectorkit.check.locate import YamlPlaces
from connectorkit.check.rules import RULES
from connectorkit.diagnostics.finding import Change, Finding, Span, Unusable
from connectorkit.edit.files import Text
from connectorkit.edit.yaml_tree import Changes, YamlTree
from connectorkit.lsp import grammar, hover, spelling
from connectorkit.lsp.cursor import Cursor
from connectorkit.lsp.wire import Refused, at, text
from connectorkit.model.json_value import Json, Object, listed
from connectorkit.read.source import Source
from connectorkit.read.yaml_document import Node
from connectorkit.style import style
from connectorkit.validate import key_order, list_keys
from connectorkit.validate.key_order import Place
from connectorkit.write import yaml_text

FIX, WAIVE, EXTRACT, CORRECT = "fix", "waive", "extract", "correct"
_TRIALS: Final = 6
_STRUCTURE: Final = frozenset(
    ("type", "ref", "fields", "undeclared", "items", "additional", "all_of", "discriminator", "required_fields")
)
_WAIVABLE: Final = frozenset((*(rule.id for rule in RULES), *REFEREES))


def offered(cursor: Cursor, params: Json, whole: bool) -> list[Json]:
    """The actions for a range. ``whole`` adds the edit to each action, which may require a check per action."""
    area = at(params, "range")
    start = cursor.lines.place(cursor.lines.offset(at(area, "start")))
    end = cursor.lines.place(cursor.lines.offset(at(area, "end")))
    wanted = [one for one in listed(at(params, "context", "only")) if isinstance(one, str)]
    found: list[Object] = []
    if _asked("quickfix", wanted):
        found += _corrections(cursor, params, start, end)
        found += _about_findings(cursor, params, start, end)
    if _asked("refactor.extract", wanted):
        found += _extractions(cursor, params, start)
    if not whole:
        return list(found)
    made: list[Json] = []
    for one in found:
        try:
            made.append(resolved(cursor, one))
        except Refused:
            continue
    return made


def _asked(kind: str, wanted: list[str]) -> bool:
    return not wanted or any(kind == one or kind.startswith(f"{one}.") for one in wanted)


def _about_findings(cursor: Cursor, params: Json, start: tuple[int, int], end: tuple[int, int]) -> Iterator[Object]:
    checked = cursor.library.checked()
    chosen = {one.fingerprint for one in cursor.library.findings()}
    for one in checked.findings if checked is not None else ():
        span = one.span
        here = span.file == cursor.path and start[0] <= span.line <= end[0]
        if not here or one.fingerprint not in chosen:
            continue
        if one.fix and checked is not None and apply.proposals(_alone(checked, one), _texts(cursor, checked)):
            yield _action(cursor, params, one.fix, "quickfix", FIX, one)
        if one.id in _WAIVABLE:
            yield _action(cursor, params, f"Waive {one.id} here, with a reason", "quickfix", WAIVE, one)


def _corrections(cursor: Cursor, params: Json, start: tuple[int, int], end: tuple[int, int]) -> Iterator[Object]:
    for one in cursor.library.findings():
        if one.span.file == cursor.path and start[0] <= one.span.line <= end[0]:
            said = spelling.of(cursor, one)
            if said is not None:
                title = f"Change '{said.wrong}' to '{said.right}'"
                yield {**_action(cursor, params, title, "quickfix", CORRECT, one), "isPreferred": True}


def _extractions(cursor: Cursor, params: Json, start: tuple[int, int]) -> Iterator[Object]:
    here = _shape_at(cursor, start, cursor.source)
    if here is not None:
        position = cursor.lines.position(cursor.lines.offset_at(*start))
        title = f"Extract a type from '{here.path[-1]}'"
        data: Object = {"textDocument": at(params, "textDocument"), "position": position, "what": EXTRACT}
        yield {"title": title, "kind": "refactor.extract", "data": data}


def _action(cursor: Cursor, params: Json, title: str, kind: str, what: str, one: Finding) -> Object:
    data: Object = {"textDocument": at(params, "textDocument"), "what": what, "finding": one.fingerprint}
    same = [
        diagnostic
        for diagnostic in listed(at(params, "context", "diagnostics"))
        if at(diagnostic, "data") == one.fingerprint or at(diagnostic, "code") == one.id
    ]
    return {"title": title, "kind": kind, "diagnostics": same[:1], "data": data}


def resolved(cursor: Cursor, action: Json) -> Object:
    """The action with its edit. Raises Refused if it no longer applies, or would break the source."""
    data = at(action, "data")
    what = text(data, "what")
    if what == EXTRACT:
        position = cursor.lines.place(cursor.lines.offset(at(data, "position")))
        changes = _extracted(cursor, position)
    elif what == CORRECT:
        changes = (spelling.proved(cursor, _found(cursor.library.findings(), text(data, "finding"))),)
    else:
        changes = _for_finding(cursor, what, text(data, "finding"))
    known = dict(action) if isinstance(action, dict) else {}
    return {**known, "edit": {"changes": _edit(cursor, changes)}}


def _edit(cursor: Cursor, changes: Iterable[Change]) -> Object:
    made: dict[str, list[Json]] = {}
    for change in changes:
        lines = cursor.workspace.lines(change.span.file)
        made.setdefault(cursor.workspace.uri(change.span.file), []).append(
            {"range": lines.span(change.span), "newText": change.text}
        )
    return dict(made.items())


def _for_finding(cursor: Cursor, what: str, fingerprint: str) -> Changes:
    checked = cursor.library.checked()
    one = _found(checked.findings if checked is not None else (), fingerprint)
    assert checked is not None
    if what == WAIVE:
        return _waiver(cursor, one)
    alone = _alone(checked, one)
    ways = apply.Trial(cursor.library.path, checked.profile, RULES, alone, cursor.library.texts(), _TRIALS).ways()
    if not ways:
        raise Refused("This fix would change more than it should, so it was not applied.")
    return next(iter(ways.values()))


def _found(findings: Iterable[Finding], fingerprint: str) -> Finding:
    one = next((one for one in findings if one.fingerprint == fingerprint), None)
    if one is None:
        raise Refused("The finding no longer exists.")
    return one


def _alone(checked: Checked, one: Finding) -> Checked:
    """The check with the fix of a single finding."""
    key = (one.id, one.span, one.message)
    judged = [each for each in checked.judged if (each.finding.id, each.finding.span, each.finding.message) == key]
    return Checked(checked.findings, checked.profile, judged, checked.places, checked.documents)


def _texts(cursor: Cursor, checked: Checked) -> dict[str, Text]:
    return apply.texts(checked, cursor.library.texts())


def _tree(cursor: Cursor, source: Source) -> YamlTree:
    texts = {root.span.file: cursor.workspace.lines(root.span.file).text for root in source.roots}
    return YamlTree(source.roots, texts, style.concepts(source))


def _waiver(cursor: Cursor, one: Finding) -> Changes:
    """A waiver with an empty reason in the mapping around a finding; `check` rejects it until it is filled in."""
    source = cursor.written
    root = cursor.root_in(source)
    if source is None or root is None:
        raise Refused("The file cannot be read.")
    tree = _tree(cursor, source)
    concept = cursor.concept
    place: Place | None = key_order.top(concept)
    node, found = root, None
    while True:
        view = key_order.mapping(place, node.mapping.keys()) if place is not None and node.mapping else None
        if view is not None and "waive" in view.below:
            found = node
        step = next((step for step in _steps(node) if _around(step[1], step[2], one.span)), None)
        if step is None:
            break
        key, _, below = step
        under = key_order.items(place) if isinstance(key, int) else None
        place = (view.below.get(str(key), view.others) if view is not None else None) if under is None else under
        if place is None:
            break
        node = below
    if found is None:
        raise Refused("A waiver is not possible here.")
    said = found.get("waive")
    if said is not None:
        changes = tree.insert_entry(said, one.id, "")
    else:
        changes = tree.insert_entry(found, "waive", {one.id: ""})
    if changes is None:
        raise Refused("The waiver cannot be inserted here; write it by hand.")
    return changes


def _steps(node: Node) -> Iterator[tuple[str | int, Span, Node]]:
    for key, below in node.mapping.items():
        yield key, node.keys[key], below
    for index, below in enumerate(node.sequence):
        yield index, below.span, below


def _around(key: Span, node: Node, span: Span) -> bool:
    # The value of an alias ends before its key.
    return (key.line, key.column) <= (span.line, span.column) < (
        node.span.end_line,
        node.span.end_column,
    ) or key == span


def _shape_at(cursor: Cursor, start: tuple[int, int], source: Source | None) -> hover.Here | None:
    """The innermost inline schema with fields around a position."""
    root, found, path = cursor.root_in(source), None, ()
    if root is None or source is None:
        return None
    concept, node = cursor.concept, root
    types = {id(one) for one in source.types.values()}
    steps: tuple[str | int, ...] = path
    while True:
        span = Span(cursor.path, *start, *start)
        step = next((step for step in _steps(node) if _around(step[1], step[2], span)), None)
        if step is None:
            return found
        steps = (*steps, step[0])
        key, below = step[1], step[2]
        if "fields" in below.mapping and id(below) not in types and grammar.is_field(grammar.place(concept, steps)):
            found = hover.Here(steps, key, below, node)
        node = below


class _Cut(NamedTuple):
    """The text that becomes the type, the text that stays in place, and the new key where the key changes."""

    name: str
    type: Object
    left: Json
    key: str = ""


def _extracted(cursor: Cursor, start: tuple[int, int]) -> Changes:
    source = cursor.written
    here = _shape_at(cursor, start, source)
    if here is None or source is None:
        raise Refused("There is no schema with fields here.")
    tree = _tree(cursor, source)
    cut = _cut(here, source)
    used = tree.set_value(here.node, cut.left)
    made = _defined(tree, source, cut)
    if used is None or made is None:
        raise Refused("A comment or an anchor prevents the change; extract the type by hand.")
    key = (Change(here.key, yaml_text.inline(cut.key, True)),) if cut.key else ()
    changes = (*key, *used, *made)
    _refuse_harm(cursor, changes)
    return changes


def _cut(here: hover.Here, source: Source) -> _Cut:
    value = here.node.plain()
    said = value if isinstance(value, dict) else {}
    # In the short form of a list, the key describes an item: `lines[]: {fields: ...}` becomes `lines: Line[]`.
    short = list_keys.is_list(str(here.path[-1]), said)
    moved = list_keys.ITEM if short else _STRUCTURE
    inner: Object = {key: one for key, one in said.items() if key in moved}
    rest: Object = {key: one for key, one in said.items() if key not in moved}
    called = [step for step in here.path if isinstance(step, str) and step not in ("items", "fields", "schema")]
    words = re.findall(r"[A-Za-z0-9]+", called[-1] if called else "")
    base = "".join(word[:1].upper() + word[1:] for word in words) or "NewType"
    base = base if base[:1].isalpha() else f"Type{base}"
    name, number = base, 2
    while name in source.types or name in grammar.TYPE_WORDS:
        name, number = f"{base}{number}", number + 1
    word = f"{name}{list_keys.MARK}" if short else name
    left: Json = {"type": word, **rest} if rest else word
    return _Cut(name, inner, left, str(here.path[-1]).removesuffix(list_keys.MARK) if short else "")


def _defined(tree: YamlTree, source: Source, cut: _Cut) -> Changes | None:
    """The edit that adds the type next to the other types: in their file, or in connector.yaml."""
    said = source.root.get("types")
    if said is None:
        return tree.insert_entry(source.root, "types", {cut.name: cut.type})
    if isinstance(said.value, dict):
        return tree.insert_entry(said, cut.name, cut.type)
    files = [one.text for one in (said.sequence or [said]) if one.text]
    for name in reversed(files):
        root = source.trees.get(source.folder / name)
        if root is not None and root.mapping:
            return tree.insert_entry(root, cut.name, cut.type)
    return None


def _refuse_harm(cursor: Cursor, changes: Changes) -> None:
    """Raise Refused unless the swagger is the same or refers to the type, and a check reports nothing new."""
    from connectorkit.edit import files

    before = cursor.library.checked()
    made: dict[str, bytes] = {}
    for file in {change.span.file for change in changes}:
        some = [change for change in changes if change.span.file == file]
        new = files.changed(file, cursor.workspace.lines(file).text, some)
        if new is None:
            raise Refused("The changes overlap.")
        made[file] = new.encode("utf-8", "surrogatepass")
    try:
        after = cursor.library.trial(made)
    except Unusable as error:
        raise Refused(str(error)) from None
    known = Counter(one.id for one in (before.findings if before is not None else ()))
    for one in after.findings:
        known[one.id] -= 1
        if known[one.id] < 0 and one.severity != "advice":
            raise Refused(f"The type was not extracted: {one.message}")
    places = after.places
    inline = isinstance(places, YamlPlaces) and not any(one.definition for one in places.connector.types.values())
    if before is not None and inline and before.documents != after.documents:
        raise Refused("The type was not extracted, because this would change the Swagger file.")
