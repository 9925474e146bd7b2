"""Faults of webhooks: of the callback URL, of the notification, and of the unsubscription."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.check.rules.mutations.faults.triggers import CONTENT, hooks, operations
from tests.check.rules.mutations.jsontext import DEFINITION, GONE, Edit, Fault, drop, get, put, steps, walk
from tests.check.rules.mutations.table import gone, in_json, in_yaml, removed, replaced, values
from tests.check.rules.mutations.yamltext import Change, Entry, Tree, keys

_MARK = "x-ms-notification-url"


def _marked(documents: dict[str, Any]) -> list[str]:
    """The pointers of the fields that receive an address."""
    return [at.rpartition("/")[0] for at, _ in walk(documents[DEFINITION]) if at.endswith("/" + _MARK)]


def _shared(pointer: str) -> bool:
    return pointer.startswith("/definitions/")


# The address
@in_json("TRG020")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at in _marked(documents):
        body, _, name = at.rpartition("/properties/")
        required = [one for one in get(documents[DEFINITION], f"{body}/required") if one != name]
        left = Edit(f"{body}/required", required or GONE)
        if not _shared(at) and len(get(documents[DEFINITION], f"{body}/properties")) > 1:
            yield Fault((Edit(at, GONE), left), body)


@in_yaml("TRG020")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("body", "fields", "*"):
        if "callback" in keys(entry.value) and len(entry.siblings) > 1:
            yield entry.without(tree.at(entry.path[:-2]).line)


@in_json("TRG021")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for pointer, hook in hooks(documents):
        for index, one in enumerate(hook["parameters"]):
            at = f"{pointer}/parameters/{index}/schema"
            fields = get(one, "/schema/properties") or {}
            other = {"type": "string", "x-ms-visibility": "internal", "x-ms-summary": "Other", _MARK: True}
            required = [*one.get("schema", {}).get("required", []), "other"]
            if fields:
                edits = (Edit(f"{at}/properties/other", other), Edit(f"{at}/required", required))
                yield Fault(edits, f"{at}/properties/other/{_MARK}")


@in_yaml("TRG021")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("body", "fields"):
        made = entry.into("other: {type: string, required: true, visibility: internal, callback: true}")
        marks = [one for one in Tree(tree.file, made.text).each("callback") if one.path[:-2] == entry.path]
        if len(marks) > 1:
            yield made._replace(line=marks[1].line)


@in_json("TRG022")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, value in walk(documents[DEFINITION]):
        inside = steps(at)
        answer = inside[3:4] == ["responses"] and inside[-2:-1] == ["properties"] and isinstance(value, dict)
        query = inside[3:4] == ["parameters"] and len(inside) == 5 and value.get("in") == "query"
        if inside[:1] == ["paths"] and (query or (answer and value.get("type") == "string")):
            yield put(f"{at}/{_MARK}", True)


@in_yaml("TRG022")
def _(tree: Tree) -> Iterator[Change]:
    for ends in (("event", "fields", "*"), ("returns", "fields", "*")):
        for entry in tree.each(*ends):
            if "type" in keys(entry.value) and keys(entry.value)["type"].value[0].islower():
                yield entry.into("callback: true")


@in_json("TRG023")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at in _marked(documents):
        hidden = at if "x-ms-visibility" in get(documents[DEFINITION], at) else at.rpartition("/properties/")[0]
        shown = (Edit(f"{at}/description", "The address to deliver to."), Edit(f"{hidden}/x-ms-visibility", "advanced"))
        yield Fault(shown, at)


@in_yaml("TRG023")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("callback"):
        said = entry.siblings.get("visibility")
        if said is not None:
            hidden = next(one for one in tree.entries() if one.value is said)
            yield hidden.instead("visibility: advanced, description: The address to deliver to.")
        for one in tree.each("target", "visibility") if said is None else ():
            yield one.put("advanced")._replace(line=entry.line)


@in_json("TRG024")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at in [*_marked(documents), *(one.rpartition("/properties/")[0] for one in _marked(documents) if _shared(one))]:
        above, _, name = at.rpartition("/properties/")
        required = [one for one in get(documents[DEFINITION], f"{above}/required") if one != name]
        yield put(f"{above}/required", required or GONE, at)


@in_yaml("TRG024")
def _(tree: Tree) -> Iterator[Change]:
    for field in [entry.path[:-1] for entry in tree.each("callback")]:
        for path in (field, field[:-2]):
            if path[-2:-1] == ("fields",):
                yield tree.at((*path, "required")).put("false")._replace(line=tree.at(path).line)


@in_json("TRG025")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at in _marked(documents):
        yield from (put(f"{at}/type", kind) for kind in ("integer", "boolean"))


@in_yaml("TRG025")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("callback"):
        yield tree.at((*entry.path[:-1], "type")).put("int32")


values("TRG026", f"/{_MARK}", lambda said: "true")
values("TRG026", f"/{_MARK}", lambda said: "True")


@in_yaml("TRG026")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("callback"):
        yield entry.instead(f"extra: {{{_MARK}: 'true'}}")


@in_json("TRG027")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for pointer, hook in hooks(documents):
        for index, one in enumerate(hook["parameters"]):
            if one.get("in") == "body":
                at = f"{pointer}/parameters/{index}"
                yield put(f"{at}/required", False, at)


@in_yaml("TRG027")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("body"):
        if "event" in entry.siblings and getattr(entry.value, "flow_style", False):
            text = tree.text[entry.value.start_mark.index : entry.value.end_mark.index]
            yield entry.put(f"{{required: false, schema: {text}}}")._replace(line=entry.line)


# Notifications
@in_json("TRG030")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, _ in hooks(documents):
        yield drop(f"{at.rpartition('/')[0]}/{CONTENT}", at)


removed("TRG030", "event", line=lambda entry: entry.top)


@in_json("TRG031")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, _ in hooks(documents):
        path = at.rpartition("/")[0]
        content = get(documents[DEFINITION], f"{path}/{CONTENT}")
        yield Fault((Edit(f"{path}/{CONTENT}", GONE), Edit(f"{at}/{CONTENT}", content)), f"{at}/{CONTENT}")


@in_yaml("TRG031")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("event"):
        schema = "{schema: {type: object, properties: {id: {type: string}}}}"
        yield entry.instead(f"extra: {{{CONTENT}: {schema}}}")


gone("TRG032", f"/{CONTENT}/schema")


@in_yaml("TRG032")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("event"):
        request = entry.siblings["request"].value
        start = entry.within.start_mark
        if start.column >= 2:
            less = Tree(tree.file, entry.without().text)
            indent = " " * (start.column - 2)
            said = f"extra: {{{CONTENT}: {{description: An order.}}}}"
            item = f"- path: {request.split()[1]}\n{indent}  {said}\n{indent}"
            yield less.changed(start.index - 2, start.index - 2, item, start.line + 2)


values("TRG033", f"/{CONTENT}/schema", lambda said: {})
values("TRG033", f"/{CONTENT}/schema/properties", lambda said: {})
replaced("TRG033", "event", by=lambda entry: "{type: object}" if _flow(entry) else None)


def _flow(entry: Entry) -> bool:
    return bool(getattr(entry.value, "flow_style", False))


@in_json("TRG034")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for path, item in documents[DEFINITION]["paths"].items():
        if not any("x-ms-trigger" in one for one in item.values()):
            at = f"/paths/{path.replace('/', '~1')}/{CONTENT}"
            yield put(at, {"schema": {"type": "object", "properties": {"id": {"type": "string"}}}})


@in_yaml("TRG034")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.operations("action"):
        start, path = entry.within.start_mark, entry.siblings["request"].value.split()[1]
        alone = not any(one.siblings["request"].value.split()[1] == path for one in tree.operations("trigger"))
        if start.column >= 2 and alone:
            indent = " " * (start.column - 2)
            fields = "event: {fields: {id: {type: string, description: Its number.}}}"
            yield tree.changed(
                start.index - 2, start.index - 2, f"- path: {path}\n{indent}  {fields}\n{indent}", start.line + 2
            )


@in_json("TRG040")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    hidden = [at for at, one in operations(documents) if one.get("x-ms-visibility") == "internal"]
    ends = [at for at in hidden if at.endswith("/delete")]
    waiting = [at for at, _ in hooks(documents)]
    if ends and waiting:
        yield Fault(tuple(Edit(at.rpartition("/")[0], GONE) for at in ends), waiting[0])


@in_yaml("TRG040")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.operations("action"):
        if entry.siblings["request"].value.startswith("DELETE") and entry.path[:1] == ("operations",):
            start = entry.within.start_mark
            marks = (f"\n{' ' * (start.column - 2)}- ", "\npolicies", "\ntypes")
            end = min(found for mark in marks if (found := tree.text.find(mark, start.index)) > 0)
            left = Tree(tree.file, tree.text[: start.index - 2].rstrip(" ") + tree.text[end + 1 :])
            for one in list(left.each("unsubscribe")):
                left = Tree(tree.file, left.at(one.path).without().text)
            hook = next(one for one in left.operations("trigger") if "event" in one.siblings)
            yield Change(tree.file, left.text, hook.top)


@in_json("TRG050")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    templates = [steps(at)[1] for at, _ in hooks(documents)]
    for at, _ in operations(documents):
        if at.endswith("/delete") and any(steps(at)[1].startswith(one) for one in templates):
            yield put(f"{at}/x-ms-visibility", "advanced", at)
            yield drop(f"{at}/x-ms-visibility")


@in_yaml("TRG050")
def _(tree: Tree) -> Iterator[Change]:
    templates = [entry.siblings["request"].value.split()[1] for entry in tree.operations("trigger")]
    for entry in tree.operations("action"):
        method, path = entry.siblings["request"].value.split()
        if method == "DELETE" and any(path.startswith(one) for one in templates):
            yield tree.at((*entry.path[:-1], "visibility")).put("advanced")._replace(line=entry.top)
