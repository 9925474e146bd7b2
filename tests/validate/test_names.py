"""A wrong name in every key that names a field, a response path, an operation, a setting or a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectorkit.check import check

pytestmark = pytest.mark.part(0.4)

CONNECTOR = """\
connector: Contoso Orders
description: Orders of the Contoso shop, read and placed from a flow.
version: "1.0"
server: https://orders.example.com/v1
authentication: {key: {type: apiKey, in: header, name: X-Key}}
credentials: {api_key: {type: securestring, label: API key, description: The key., role: api_key}}
default_responses: {400: {description: Refused, schema: Problem}}
operations:
- action: ListOrders
  summary: List orders
  description: Lists the orders of a shop.
  request: GET /orders
  parameters:
    page: integer
    limit: integer
    shop: {type: string, options: {operation: ListShops, value: id, title: name, collection: shops}}
  returns: {fields: {state: string, page: integer, pages: integer, orders: {items: Order}, next: string}}
- action: ListShops
  summary: List shops
  description: Lists the shops.
  request: GET /shops
  returns: {fields: {shops: {items: {fields: {id: string, name: string}}}}}
- action: CreateOrders
  summary: Create orders
  description: Creates several orders at once.
  request: POST /orders
  body: {fields: {orders: {items: {fields: {note: string, place: string}}}}}
  returns: {fields: {results: {items: {fields: {status: string, order_id: integer, price: string}}}, total: integer}}
- trigger: OrderCreated
  summary: When an order is created
  description: Fires when an order is created.
  request: POST /hooks
  body: {fields: {address: {type: string, required: true, constant: "", callback: true}}}
  returns: {fields: {hook_id: string}}
  event: {fields: {order_id: integer, note: string}}
- action: DeleteHook
  summary: Delete a hook
  description: Ends the deliveries to a hook.
  visibility: internal
  request: DELETE /hooks/{hook_id}
  parameters: {hook_id: {type: string, title: Hook}}
types:
  Order: {fields: {order_id: integer, note: string}}
  Problem: {fields: {code: string, message: string, details: string}}
"""
# Additions and replacements: (old text or "", new text, id, the wrong name in it, suggestion).
TOP = "types:\n"
LIST = "  request: GET /orders\n"
CREATE = "  request: POST /orders\n"
HOOK = "  request: POST /hooks\n"
Case = tuple[str, str, str, str, str]
CASES: dict[str, Case] = {
    "pages.items": (LIST, "  pages: {items: 'oders[]'}\n", "SRC007", "'oders[]'", "Did you mean 'orders'?"),
    "pages.items that is no list": (LIST, "  pages: {items: 'state[]'}\n", "SRC007", "'state[]'", "Remove '[]'"),
    "pages.current": (LIST, "  pages: {items: 'orders[]', current: pge}\n", "SRC007", "pge", "'page'"),
    "pages.last": (LIST, "  pages: {items: 'orders[]', last: pagess}\n", "SRC007", "pagess", "'pages'"),
    "pages.page": (LIST, "  pages: {items: 'orders[]', page: pagee}\n", "SRC007", "pagee", "'page'"),
    "pages.size": (LIST, "  pages: {items: 'orders[]', size: limt}\n", "SRC007", "limt", "'limit'"),
    "pages.offset": (LIST, "  pages: {by: offset, items: 'orders[]', offset: pagee}\n", "SRC007", "pagee", "'page'"),
    "pages.next": (
        LIST,
        "  pages: {by: cursor, items: 'orders[]', cursor: page, next: nxt}\n",
        "SRC007",
        "nxt",
        "'next'",
    ),
    "pages.last_item": (
        LIST,
        "  pages: {by: cursor, items: 'orders[]', cursor: page, last_item: nte}\n",
        "SRC007",
        "nte",
        "'note'",
    ),
    "pages.more": (LIST, "  pages: {items: 'orders[]', more: stae}\n", "SRC007", "stae", "'state'"),
    "pages.offset in the body": (
        CREATE,
        "  pages: {by: offset, items: 'results[]', offset: 'order.skip'}\n",
        "SRC007",
        "'order.skip'",
        "'orders'",
    ),
    "pages.platform of a header": (
        LIST,
        "  pages: {by: link, items: 'orders[]', next: {header: Link}, platform: true}\n",
        "SRC012",
        "true",
        "Remove 'platform'.",
    ),
    "pages beside extra": (
        LIST,
        "  pages: {by: link, items: 'orders[]', next: next}\n  extra: {x-ms-pageable: {nextLinkName: nxt}}\n",
        "SRC012",
        "{nextLinkName",
        "remove it from 'extra'",
    ),
    "success.envelope.path": (LIST, "  success: {envelope: {path: stat, equals: ok}}\n", "SRC007", "stat", "'state'"),
    "success.items.path": (
        CREATE,
        "  success: {items: {path: 'results[].statsu', equals: ok, request: 'orders[]'}}\n",
        "SRC007",
        "'results[].statsu'",
        "'status'",
    ),
    "success.items.request": (
        CREATE,
        "  success: {items: {path: 'results[].status', equals: ok, request: 'order[]'}}\n",
        "SRC007",
        "'order[]'",
        "'orders'",
    ),
    "success of the connector": (TOP, "success: {envelope: {path: stae, equals: ok}}\n", "SRC007", "stae", "'state'"),
    "success.items.path without []": (
        CREATE,
        "  success: {items: {path: results.status, equals: ok, request: 'orders[]'}}\n",
        "SRC007",
        "results.status",
        "Write 'results[].status'.",
    ),
    "success.envelope.path with a dot in a name": (
        "orders: {items: Order}, next: string}}\n",
        "orders: {items: Order}, a: {fields: {'@b.c': string}}}}\n  success: {envelope: {path: a.@b.c, equals: ok}}\n",
        "SRC007",
        "a.@b.c",
        "Write 'a.@b\\.c', with a backslash before each dot of a name.",
    ),
    "pages.cursor with a dot in a name": (
        "note: string, place: string}}}}}\n",
        "note: string}}}, '@p.cursor': string}}\n"
        "  pages: {by: cursor, items: 'results[]', next: total, cursor: '@p.cursor'}\n",
        "SRC007",
        "'@p.cursor'}\n",
        "Write '@p\\.cursor', with a backslash before each dot of a name.",
    ),
    "a name with a dot": (
        "orders: {items: Order}, next: string}}\n",
        "'@odata.next': string}}\n  pages: {items: '[]', last: odata}\n",
        "SRC007",
        "odata}",
        "@odata\\.next",
    ),
    "errors.code": (TOP, "errors: {code: cod}\n", "SRC007", "cod}", "'code'"),
    "errors.message": (TOP, "errors: {message: mesage}\n", "SRC007", "mesage", "'message'"),
    "errors.details": (TOP, "errors: {details: detial}\n", "SRC007", "detial", "'details'"),
    "event_unique": (HOOK, "  event_unique: orderid_x\n", "SRC007", "orderid_x", "'order_id'"),
    "unsubscribe.operation": (HOOK, "  unsubscribe: {operation: DeletHook}\n", "TRG043", "DeletHook", "'DeleteHook'"),
    "unsubscribe.parameter": (
        HOOK,
        "  unsubscribe: {operation: DeleteHook, parameter: hok_id}\n",
        "SRC007",
        "hok_id",
        "'hook_id'",
    ),
    "unsubscribe.value": (
        HOOK,
        "  unsubscribe: {operation: DeleteHook, parameter: hook_id, value: hookk_id}\n",
        "SRC007",
        "hookk_id",
        "'hook_id'",
    ),
    "in_doubt.look_with": (CREATE, "  in_doubt: {look_with: ListOrder}\n", "SRC004", "ListOrder}", "'ListOrders'"),
    "in_doubt.look_for": (CREATE, "  in_doubt: {look_for: ['orders[].nte']}\n", "SRC004", "'orders[].nte'", "'note'"),
    "pageable.nextLinkName": (LIST, "  pageable: {nextLinkName: nxt}\n", "", "nxt", "Return the link"),
    "pageable.operationName": (
        LIST,
        "  pageable: {operationName: ListOrder}\n",
        "SRC007",
        "ListOrder}",
        "'ListOrders'",
    ),
    "options.operation": ("operation: ListShops", "operation: ListShop", "DYN020", "ListShop", "'ListShops'"),
    "script_operations": (TOP, "script_operations: [ListOrder]\n", "", "ListOrder]", "'ListOrders'"),
    "policies.operations": (
        TOP,
        "policies: [{template: dynamichosturl, title: T, operations: [ListOrder], with: {urlTemplate: x}}]\n",
        "",
        "ListOrder]",
        "'ListOrders'",
    ),
    "a file of an operation": (
        "operations:\n",
        "operations:\n- actions/none.yaml\n",
        "SRC001",
        "actions",
        "Name a file",
    ),
    "types": ("types:\n", "sandbox: boxx.yaml\ntypes:\n", "SRC001", "boxx", "Name a file"),
    "icon": (TOP, "icon: icn.png\n", "SRC001", "icn", "Name a file"),
    "intro": (TOP, "intro: intr.md\n", "SRC001", "intr.md", "Name a file"),
    "a type": ("schema: Problem", "schema: Problm", "TYP001", "Problm", "'Problem'"),
}
KEPT = "collections: {orders: {key: order_id}}"
# Keys of the sandbox: its text, the wrong name, and the suggestion.
SANDBOX: dict[str, tuple[str, str, str]] = {
    "place": ("place: sate", "sate", "'state'"),
    "answer": ("answer: {stat: ok}", "stat:", "'state'"),
    "loose": ("loose: [order_idd]", "order_idd", "'order_id'"),
    "inputs": ("inputs: {nte: a}", "nte", "'note'"),
    "values": ("values: {nte: a}", "nte", "'note'"),
    "a word record": (f"{KEPT}, values: {{note: {{record: plac}}}}", "plac}", "'place'"),
    "a word request": (f"{KEPT}, values: {{note: {{request: plac}}}}", "plac}", "'place'"),
    "a word setting": ("settings: {open: true}, values: {note: {setting: opn}}", "opn", "'open'"),
    "a word balance": ("settings: {credit: '1'}, values: {note: {balance: credt}}", "credt", "'credit'"),
    "a word row": (f"{KEPT}, values: {{note: {{row: order}}}}", "order}}", "'orders'"),
    "accounts.settings": ("settings: {open: true}, accounts: {a: {settings: {opn: false}}}", "opn", "'open'"),
    "pages.total": ("pages: {total: totl}", "totl", "'total'"),
    "pages.per_page": ("pages: {per_page: pge}", "pge", "'page'"),
    "pages.from": ("pages: {from: pge}", "pge", "'page'"),
    "pages.to": ("pages: {to: pge}", "pge", "'page'"),
    "pages.next": ("pages: {next: nxt}", "nxt", "'next'"),
    "pages.previous": ("pages: {previous: nxt}", "nxt", "'next'"),
    "pages.sort": ("pages: {sort: limt}", "limt", "'limit'"),
    "pages.filter": ("pages: {filter: sop}", "sop", "'shop'"),
    "pages.operator": ("pages: {operator: sop}", "sop", "'shop'"),
    "collections.key": ("collections: {orders: {key: ordr_id}}", "ordr_id", "'order_id'"),
    "collections.new": ("collections: {orders: {key: order_id, new: {nte: a}}}", "nte", "'note'"),
    "collections.parent": ("collections: {orders: {key: order_id, parent: order}}", "order}}", "'orders'"),
    "collections.counts": ("collections: {orders: {key: order_id, counts: {total: order}}}", "order}}}", "'orders'"),
    "collections.copy": ("collections: {orders: {key: order_id, copy: {note: plac}}}", "plac", "'place'"),
    "collections.ends": ("collections: {orders: {key: order_id, ends: nte}}", "nte", "'note'"),
    "collections.columns": ("collections: {orders: {key: order_id, columns: [nte]}}", "nte", "'note'"),
    "collections.rows": ("collections: {orders: {key: order_id, rows: [{nte: a}]}}", "nte", "'note'"),
    "found.fields": ("collections: {orders: {key: order_id, found: {fields: [nte]}}}", "nte", "'note'"),
    "found.as": ("collections: {orders: {key: order_id, found: {as: {nte: a}}}}", "nte", "'note'"),
    "operations": (f"{KEPT}, operations: {{ListOrder: {{list: orders}}}}", "ListOrder:", "'ListOrders'"),
    "operations.list": (f"{KEPT}, operations: {{ListOrders: {{list: order}}}}", "order}}", "'orders'"),
    "operations.create": (f"{KEPT}, operations: {{CreateOrders: {{create: order}}}}", "order}}", "'orders'"),
    "operations.view": (f"{KEPT}, operations: {{ListOrders: {{view: order}}}}", "order}}", "'orders'"),
    "operations.update": (f"{KEPT}, operations: {{ListOrders: {{update: order}}}}", "order}}", "'orders'"),
    "operations.delete": (f"{KEPT}, operations: {{ListOrders: {{delete: order}}}}", "order}}", "'orders'"),
    "operations.search": (f"{KEPT}, operations: {{ListOrders: {{search: [order]}}}}", "order]", "'orders'"),
    "operations.by": (f"{KEPT}, operations: {{ListOrders: {{search: [orders], by: sop}}}}", "sop", "'shop'"),
    "operations.at": ("operations: {ListOrders: {at: oders}}", "oders", "'orders'"),
    "operations.answer": ("operations: {ListOrders: {answer: {stat: a}}}", "stat:", "'state'"),
    "operations.where": ("operations: {ListOrders: {where: {nte: a}}}", "nte", "'note'"),
    "operations.optional": ("operations: {CreateOrders: {optional: [nte]}}", "nte", "'note'"),
    "operations.either": ("operations: {CreateOrders: {either: {nte: [place]}}}", "nte", "'note'"),
    "operations.in_body": ("operations: {CreateOrders: {in_body: [sop]}}", "sop", "'shop'"),
    "operations.with": ("operations: {CreateOrders: {with: {nte: a}}}", "nte", "'note'"),
    "operations.item": ("operations: {CreateOrders: {item: {nte: a}}}", "nte", "'note'"),
    "operations.unset": ("operations: {CreateOrders: {unset: {nte: a}}}", "nte", "'note'"),
    "operations.kept": ("operations: {CreateOrders: {kept: {nte: a}}}", "nte", "'note'"),
    "batches.collection": ("batches: {collection: order}, " + KEPT, "order}", "'orders'"),
    "phone.field": ("batches: {phone: {field: nte, country: place}}", "nte", "'note'"),
    "phone.country": ("batches: {phone: {field: note, country: plac}}", "plac}", "'place'"),
    "text.field": ("batches: {text: {field: nte, single: [1, 1]}}", "nte", "'note'"),
    "text.parts": ("batches: {text: {field: note, parts: totl, single: [1, 1]}}", "totl", "'total'"),
    "price.field": ("batches: {price: {field: pric, each: '1'}}", "pric,", "'price'"),
    "credit.left": ("settings: {a_b: '1'}, batches: {credit: {left: {setting: ab_}, status: x}}", "ab_", "'a_b'"),
    "credit.with": (
        "settings: {a: '1'}, batches: {credit: {left: {setting: a}, status: x, with: {nte: 1}}}",
        "nte",
        "note",
    ),
    "credit.keep": (
        "settings: {a: '1'}, batches: {credit: {left: {setting: a}, status: x, keep: [nte]}}",
        "nte",
        "'note'",
    ),
    "group.field": (f"{KEPT}, batches: {{group: {{field: nte, collection: orders}}}}", "nte", "'note'"),
    "group.collection": (f"{KEPT}, batches: {{group: {{field: note, collection: order}}}}", "order}}", "'orders'"),
    "group.copy": (
        f"{KEPT}, batches: {{group: {{field: note, collection: orders, copy: {{note: plac}}}}}}",
        "plac",
        "place",
    ),
    "totals.count": ("batches: {totals: {count: totl}}", "totl", "'total'"),
    "totals.accepted": ("batches: {totals: {accepted: totl}}", "totl", "'total'"),
    "totals.sums": ("batches: {totals: {sums: {totl: [price]}}}", "totl", "'total'"),
    "fields of totals.sums": ("batches: {totals: {sums: {total: [pric]}}}", "pric]", "'price'"),
    "cases.of": ("batches: {cases: [{of: [CreateOrder], status: x}]}", "CreateOrder]", "'CreateOrders'"),
    "cases.field": ("batches: {cases: [{field: nte, like: x}]}", "nte", "'note'"),
    "cases.unknown": (f"{KEPT}, batches: {{cases: [{{field: note, unknown: order}}]}}", "order}", "'orders'"),
    "cases.expired": (f"{KEPT}, batches: {{cases: [{{field: note, expired: order}}]}}", "order}", "'orders'"),
    "cases.in": ("settings: {known: [a]}, batches: {cases: [{field: note, in: {setting: knwn}}]}", "knwn", "'known'"),
    "cases.with": ("batches: {cases: [{field: note, like: x, with: {nte: 1}}]}", "nte", "'note'"),
    "cases.keep": ("batches: {cases: [{field: note, like: x, keep: [nte]}]}", "nte", "'note'"),
    "cases.count": ("batches: {cases: [{field: note, like: x, count: totl}]}", "totl", "'total'"),
    "cases.repeats": ("batches: {cases: [{repeats: {fields: [nte], within: 1}}]}", "nte", "'note'"),
    "routes.like": ("routes: {GET /x: {like: ListOrder}}", "ListOrder}", "'ListOrders'"),
    "routes.needs": ("routes: {GET /x: {like: ListOrders, needs: [nte]}}", "nte", "'note'"),
    "routes.view": (f"{KEPT}, routes: {{GET /x: {{view: order}}}}", "order}}", "'orders'"),
    "routes.answer": ("routes: {GET /x: {like: ListOrders, answer: {stat: a}}}", "stat:", "'state'"),
    "formats.field": ("deliveries: {formats: {field: nte}}", "nte", "'note'"),
    "match.enabled": ("deliveries: {match: {enabled: nte}}", "nte", "'note'"),
    "match.equals": ("deliveries: {match: {equals: {nte: note}}}", "nte", "'note'"),
    "match.search": ("deliveries: {match: {search: {kind: nte}}}", "nte", "'note'"),
    "reply.collection": (
        KEPT + ", deliveries: {reply: {collection: order, to: note, from: note, copy: {}}}",
        "order,",
        "'orders'",
    ),
    "reply.to": (KEPT + ", deliveries: {reply: {collection: orders, to: nte, from: note, copy: {}}}", "nte", "'note'"),
    "reply.from": (
        KEPT + ", deliveries: {reply: {collection: orders, to: note, from: nte, copy: {}}}",
        "nte",
        "'note'",
    ),
    "reply.copy": (
        KEPT + ", deliveries: {reply: {collection: orders, to: note, from: note, copy: {note: plac}}}",
        "plac",
        "'place'",
    ),
    "events": ("events: {OrderCreate: {note: a}}", "OrderCreate:", "'OrderCreated'"),
    "fields of events": ("events: {OrderCreated: {nte: a}}", "nte", "'note'"),
}


def found(folder: Path, text: str) -> list[tuple[str, str, int, int, str]]:
    (folder / "connector.yaml").write_text(text, encoding="utf-8")
    listed = check.check(folder, "custom").findings
    return [(one.id, one.message, one.span.line, one.span.column, one.help) for one in listed]


def place(text: str, name: str) -> tuple[int, int]:
    offset = text.index(name)
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def test_the_connector_itself_has_no_wrong_name(tmp_path: Path) -> None:
    assert [one for one in found(tmp_path, CONNECTOR) if one[0][:3] in ("SRC", "SBX", "FMT", "TYP")] == []


@pytest.mark.parametrize("key", CASES)
def test_a_wrong_name_is_found_where_it_stands(key: str, tmp_path: Path) -> None:
    old, new, id_, name, suggestion = CASES[key]
    replaced = new if old not in (LIST, CREATE, HOOK, TOP) else old + new if old != TOP else new + old
    text = CONNECTOR.replace(old, replaced, 1)
    added = found(tmp_path, text)
    known = {(one[0], one[1]) for one in found(tmp_path, CONNECTOR)}
    wrong = [one for one in added if one[:2] not in known and (not id_ or one[0] == id_)]
    assert wrong, added
    assert any(suggestion in one[4] for one in wrong), wrong
    line, column = place(text[text.index(new) :], name)
    first = text.count("\n", 0, text.index(new))
    at = [(one[2], one[3]) for one in wrong if suggestion in one[4]]
    if key != "options.operation":  # Said at the field.
        assert any(here[0] == first + line for here in at), (at, first + line, column)


@pytest.mark.parametrize("key", SANDBOX)
def test_a_wrong_name_in_the_sandbox_is_found_where_it_stands(key: str, tmp_path: Path) -> None:
    new, name, suggestion = SANDBOX[key]
    text = CONNECTOR + f"sandbox: {{{new}}}\n"
    wrong = [one for one in found(tmp_path, text) if one[0] == "SBX001"]
    start = text.index("sandbox: {")
    line, column = text.count("\n", 0, start) + 1, text.index(name, start) - start + 1
    assert [(one[2], one[3]) for one in wrong] == [(line, column)], wrong
    assert suggestion in wrong[0][4], wrong
    assert name.rstrip("},]:") in wrong[0][1]
