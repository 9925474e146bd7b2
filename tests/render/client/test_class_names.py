"""The names of the classes of a client, and the schemas that share a class."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from connectorkit.cli import explain
from connectorkit.pipeline import load
from connectorkit.render.client import class_names, methods
from connectorkit.render.client.class_names import Claim
from connectorkit.render.client.kinds import Plan

from .conftest import Server, answer, imported, rendered

HEAD = """
connector: Names
description: Names.
version: "1.0"
server: https://names.example.com
package: names_client
"""
TYPES = """
types:
  Order: {fields: {id: string}}
  Person: {fields: {name: string}}
  Address: {fields: {street: string}}
  Envelope: {fields: {code: int32}}
"""
TREE = "types:\n  Tree: {fields: {name: string, children: {items: {type: Tree}}}}\n"


def operation(name: str, returns: str, request: str = "", body: str = "") -> str:
    said = f"- action: {name}\n  summary: {name}\n  request: {request or f'GET /{name}'}\n"
    return said + (f"  body: {body}\n" if body else "") + f"  returns: {returns}\n"


def source(folder: Path, *operations: str, types: str = TYPES, style: str = "") -> Path:
    text = HEAD + style + "operations:\n" + "".join(operations) + types
    (folder / "connector.yaml").write_text(text, encoding="utf-8")
    return folder


def plans(folder: Path) -> dict[str, Plan]:
    connector, findings = load(folder)
    assert connector is not None, findings
    return {plan.name: plan for plan in methods.settled(connector)[1].plans if plan.base == "Model"}


def fields(plan: Plan) -> list[str]:
    return [slot.python for slot in plan.slots]


STYLES = pytest.mark.parametrize("style", ["", "style: {types: definitions}\n"], ids=["inline", "definitions"])


@STYLES
def test_what_operations_return_of_a_type_is_of_one_class(tmp_path: Path, style: str) -> None:
    made = plans(
        source(
            tmp_path,
            operation("get_order", "{fields: {order: {type: Order, fields: {extra: string}}, plain: Address}}"),
            operation("list_orders", "{fields: {orders: {items: {type: Order, fields: {note: string}}}}}"),
            operation("get_place", "{fields: {place: {type: Address, fields: {country: string}}, buyer: Person}}"),
            style=style,
        )
    )
    assert set(made) == {"Order", "Address", "Person"}
    assert (fields(made["Order"]), fields(made["Address"])) == (["id", "extra", "note"], ["street", "country"])
    assert {name: plan.partly for name, plan in made.items()} == {"Order": True, "Address": True, "Person": False}
    assert {plan.module for plan in made.values()} == {"models"}


@STYLES
def test_fields_that_contradict_make_several_classes(tmp_path: Path, style: str) -> None:
    folder = source(
        tmp_path,
        operation("get_order", "{fields: {order: {type: Order, fields: {total: string}}}}"),
        operation("list_orders", "{fields: {orders: {items: {type: Order, fields: {total: int32}}}}}"),
        operation("find_orders", "{fields: {orders: {items: {type: Order, fields: {total: int32}}}}}"),
        style=style,
    )
    made = plans(folder)
    assert set(made) == {"GetOrderOrder", "Order"}, "the class that two operations need has the name"
    assert made["Order"].users == 2 and made["Order"].module == "models"
    text = explain.text("get_order.order", str(folder))
    assert "class     GetOrderOrder, because 'Order' would fit another class too\n" in text
    assert "class     Order\n" in explain.text("find_orders.orders", str(folder))


def test_the_same_shape_in_several_requests_is_of_one_class(tmp_path: Path) -> None:
    made = plans(
        source(
            tmp_path,
            operation("add", "{}", "POST /a", "{fields: {to: {type: Person, fields: {age: {type: int32, max: 9}}}}}"),
            operation("put", "{}", "PUT /a", "{fields: {for: {type: Person, fields: {age: {type: int32, max: 9}}}}}"),
            operation("set", "{}", "PUT /b", "{fields: {for: {type: Person, fields: {age: {type: int32, max: 8}}}}}"),
            operation("get", "{fields: {person: {type: Person, fields: {age: int32}}}}"),
        )
    )
    assert {name: (plan.sent, plan.received, plan.module) for name, plan in made.items()} == {
        "PersonInput": (True, False, "models"),
        "SetPerson": (True, False, "set"),
        "Person": (False, True, "get"),
    }


def test_a_key_that_says_nothing_leaves_the_name_to_the_operation(tmp_path: Path) -> None:
    made = plans(
        source(
            tmp_path,
            operation("list_voice_languages", "{type: Envelope, fields: {data: {items: {fields: {code: string}}}}}"),
            operation("get_countries", "{items: {fields: {iso: string}}}"),
            operation("get_status", "{fields: {result: {fields: {state: string}}}}"),
            operation("get_days", "{fields: {values: {additional: {fields: {hours: int32}}}}}"),
            operation("get_plan", "{fields: {steps: {items: {fields: {data: {fields: {note: string}}}}}}}"),
        )
    )
    assert set(made) == {"VoiceLanguage", "Country", "Status", "Day", "Step", "StepData"}


def test_a_word_for_a_side_of_a_thing_needs_the_thing(tmp_path: Path) -> None:
    made = plans(
        source(
            tmp_path,
            operation(
                "get_app", "{fields: {app: {fields: {links: {fields: {self: string}}}}, meta: {fields: {n: int32}}}}"
            ),
        )
    )
    assert set(made) == {"App", "AppLinks", "GetAppMeta"}


def test_what_a_request_holds_is_called_by_its_operation(tmp_path: Path) -> None:
    body = "{fields: {lines: {items: {fields: {sku: string, options: {fields: {gift: boolean}}}}}}}"
    made = plans(
        source(tmp_path, operation("add_order", "{fields: {lines: {items: {fields: {n: int32}}}}}", "POST /o", body))
    )
    assert set(made) == {"AddOrderLine", "AddOrderOptions", "Line"}


def test_shapes_that_repeat_under_one_key_are_of_one_class(tmp_path: Path) -> None:
    policy = "{fields: {policy: {fields: {access: string, team: {fields: {id: string}}}}}}"
    other = "{fields: {policy: {fields: {access: string, team: {fields: {id: int32}}}}}}"
    made = plans(source(tmp_path, operation("get_a", policy), operation("get_b", policy), operation("get_c", other)))
    assert set(made) == {"Policy", "Team", "GetCPolicy", "GetCPolicyTeam"}
    assert (made["Policy"].users, made["Policy"].module, made["GetCPolicyTeam"].module) == (2, "models", "get_c")


def test_a_type_that_holds_itself(tmp_path: Path) -> None:
    made = plans(
        source(
            tmp_path,
            operation("get_tree", "{fields: {tree: Tree}}"),
            operation("find_tree", "{fields: {tree: {type: Tree, fields: {depth: int32}}}}"),
            types=TREE,
            style="style: {types: definitions}\n",
        )
    )
    assert {name: fields(plan) for name, plan in made.items()} == {"Tree": ["name", "children", "depth"]}


def test_a_name_that_every_client_has_is_not_taken(tmp_path: Path) -> None:
    types = "types:\n  Model: {fields: {id: string}}\n  Batch: {fields: {size: int32}}\n"
    folder = source(
        tmp_path,
        operation("get_model", "{fields: {model: Model, batch: {type: Batch, fields: {n: int32}}}}"),
        types=types,
    )
    assert set(plans(folder)) == {"NamesClientModel", "GetModelBatch"}
    assert "class     NamesClientModel, because 'Model' is a name of every client\n" in explain.text(
        "model", str(folder)
    )


def test_numbers_are_the_last_resort() -> None:
    def names(*claims: Claim, taken: str = "") -> list[str]:
        return class_names.chosen(claims, set(taken.split()))

    assert names(Claim(("A", "XA")), Claim(("B", "XB"))) == ["A", "B"]
    assert names(Claim(("A", "XA")), Claim(("A", "YA"))) == ["XA", "YA"]
    assert names(Claim(("A", "XA"), 2), Claim(("A", "YA"))) == ["A", "YA"]
    assert names(Claim(("A", "XA")), Claim(("A", "YA")), Claim(("C", "A"))) == ["XA", "YA", "C"]
    assert names(Claim(("A", "XA")), taken="A") == ["XA"]
    assert names(Claim(("A",)), Claim(("A",)), Claim(("A_2", "B"))) == ["A_3", "A_4", "A_2"]
    assert names(Claim(("A",)), taken="A") == ["A_2"]


def test_classes_that_were_laid_together_read_all_responses(tmp_path: Path, server: Server) -> None:
    folder = source(
        tmp_path,
        operation("get_order", "{fields: {order: {type: Order, fields: {extra: string}}}}"),
        operation("list_orders", "{fields: {orders: {items: {type: Order, fields: {note: string}}}}}"),
    )
    client = imported(rendered(folder, tmp_path / "out"))
    server.choose = lambda seen: answer(
        {"order": {"id": "1", "extra": "x"}} if seen.target == "/get_order" else {"orders": [{"id": "2", "note": "n"}]}
    )
    with client.Client(base_url=server.url) as api:
        one: Any = api.get_order().order
        (other,) = api.list_orders().orders
    assert type(one) is type(other) is client.Order
    assert (one.id, one.extra, one.note) == ("1", "x", None) and (other.extra, other.note) == (None, "n")
    assert json.loads(json.dumps(one.to_dict())) == {"id": "1", "extra": "x"}
    assert "may return only some of these attributes" in str(client.Order.__doc__)
