"""A small connector with something of everything, and edits of it."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from connectorkit.diagnostics.finding import Span
from connectorkit.diff.comparison import Comparison, compare
from connectorkit.diff.pair_of_sides import Contents
from connectorkit.diff.sides.side import Side
from connectorkit.model import json_pointer

Plain = dict[str, Any]  # JSON that tests take apart.
Edit = Callable[[Plain], None]
ORDER: Plain = {
    "type": "object",
    "required": ["order_id"],
    "properties": {
        "order_id": {"type": "string", "x-ms-summary": "Order ID", "description": "Id of the order."},
        "status": {"type": "string", "x-ms-summary": "Status", "enum": ["open", "closed"]},
        "total": {"type": "number", "x-ms-summary": "Total", "maximum": 1000},
        "created": {"type": "string", "format": "date-time", "x-ms-summary": "Created at"},
        "lines": {
            "type": "array",
            "x-ms-summary": "Lines",
            "items": {
                "type": "object",
                "properties": {
                    "sku": {"type": "string", "x-ms-summary": "SKU"},
                    "count": {"type": "integer", "x-ms-summary": "Count"},
                },
            },
        },
    },
}
BODY: Plain = {
    "type": "object",
    "required": ["customer", "amount", "source"],
    "properties": {
        "customer": {"type": "string", "x-ms-summary": "Customer", "maxLength": 50},
        "amount": {"type": "integer", "x-ms-summary": "Amount"},
        "note": {"type": "string", "x-ms-summary": "Note", "description": "Shown to the customer."},
        "source": {"type": "string", "default": "flow", "x-ms-visibility": "internal"},
        "hidden": {"type": "string", "x-ms-visibility": "internal"},
        "currency": {"type": "string", "x-ms-summary": "Currency", "enum": ["EUR", "USD"], "default": "EUR"},
        "list_id": {
            "type": "string",
            "x-ms-summary": "List",
            "x-ms-dynamic-values": {
                "operationId": "ListLists",
                "value-path": "id",
                "value-title": "name",
                "value-collection": "value",
            },
        },
        "address": {
            "type": "object",
            "x-ms-summary": "Address",
            "required": ["street"],
            "properties": {
                "street": {"type": "string", "x-ms-summary": "Street"},
                "zip": {"type": "string", "x-ms-summary": "Zip code"},
            },
        },
        "tags": {"type": "array", "x-ms-summary": "Tags", "items": {"type": "string"}},
    },
}
DEFINITION: Plain = {
    "swagger": "2.0",
    "info": {"title": "Orders", "description": "Orders of a shop.", "version": "1.0", "contact": {"name": "Shop"}},
    "host": "api.example.com",
    "basePath": "/v1",
    "schemes": ["https"],
    "consumes": ["application/json"],
    "produces": ["application/json"],
    "paths": {
        "/orders/{order_id}": {
            "get": {
                "operationId": "GetOrder",
                "summary": "Get order",
                "description": "Reads one order.",
                "parameters": [
                    {"name": "order_id", "in": "path", "required": True, "type": "string", "x-ms-summary": "Order ID"},
                    {"name": "region", "in": "query", "required": True, "type": "string", "x-ms-summary": "Region"},
                    {"name": "shop", "in": "query", "required": True, "type": "string", "x-ms-summary": "Shop"},
                    {"name": "expand", "in": "query", "type": "string", "x-ms-summary": "Expand"},
                    {
                        "name": "fields",
                        "in": "query",
                        "type": "array",
                        "items": {"type": "string"},
                        "collectionFormat": "csv",
                        "x-ms-summary": "Fields",
                    },
                ],
                "responses": {
                    "200": {
                        "description": "The order",
                        "schema": {"$ref": "#/definitions/Order"},
                        "headers": {"X-Rate": {"type": "integer"}},
                    },
                    "404": {"description": "Not found"},
                },
            }
        },
        "/orders": {
            "post": {
                "operationId": "CreateOrder",
                "summary": "Create order",
                "description": "Places an order.",
                "parameters": [{"name": "order", "in": "body", "required": True, "schema": BODY}],
                "responses": {"200": {"description": "Placed", "schema": {"$ref": "#/definitions/Order"}}},
            }
        },
        "/lists": {
            "get": {
                "operationId": "ListLists",
                "summary": "List lists",
                "description": "All lists.",
                "x-ms-pageable": {"nextLinkName": "nextLink"},
                "responses": {
                    "200": {
                        "description": "Lists",
                        "schema": {
                            "type": "object",
                            "properties": {
                                "value": {
                                    "type": "array",
                                    "x-ms-summary": "Lists",
                                    "items": {
                                        "type": "object",
                                        "properties": {"id": {"type": "string"}, "name": {"type": "string"}},
                                    },
                                },
                                "nextLink": {"type": "string", "x-ms-visibility": "internal"},
                            },
                        },
                    }
                },
            }
        },
        "/new_orders": {
            "get": {
                "operationId": "OnNewOrders",
                "summary": "When orders arrive",
                "description": "Starts with new orders.",
                "x-ms-trigger": "batch",
                "responses": {
                    "200": {
                        "description": "New orders",
                        "schema": {
                            "type": "object",
                            "properties": {
                                "value": {"type": "array", "items": {"$ref": "#/definitions/Order"}},
                            },
                        },
                    }
                },
            }
        },
        "/hooks": {
            "x-ms-notification-content": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "event_id": {"type": "string", "x-ms-summary": "Event ID"},
                        "amount": {"type": "number", "x-ms-summary": "Amount"},
                    },
                }
            },
            "post": {
                "operationId": "OnOrder",
                "summary": "When an order arrives",
                "description": "Starts with an order.",
                "x-ms-trigger": "single",
                "parameters": [
                    {
                        "name": "hook",
                        "in": "body",
                        "required": True,
                        "schema": {
                            "type": "object",
                            "required": ["url"],
                            "properties": {
                                "url": {
                                    "type": "string",
                                    "x-ms-notification-url": True,
                                    "x-ms-visibility": "internal",
                                },
                                "topic": {"type": "string", "x-ms-summary": "Topic"},
                            },
                        },
                    }
                ],
                "responses": {"201": {"description": "Registered"}},
            },
        },
        "/mcp": {
            "post": {
                "operationId": "InvokeServer",
                "summary": "Orders for agents",
                "description": "Tools of the shop.",
                "x-ms-agentic-protocol": "mcp-streamable-1.0",
                "responses": {"200": {"description": "OK"}},
            }
        },
    },
    "definitions": {"Order": ORDER},
    "securityDefinitions": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
    "security": [{"key": []}],
    "x-ms-connector-metadata": [{"propertyName": "Website", "propertyValue": "https://example.com"}],
}
PROPERTIES: Plain = {
    "properties": {
        "connectionParameters": {
            "api_key": {"type": "securestring", "uiDefinition": {"constraints": {"required": "true"}}},
            "account": {
                "type": "oauthSetting",
                "oAuthSettings": {
                    "identityProvider": "oauth2",
                    "clientId": "1",
                    "scopes": ["orders.read"],
                    "customParameters": {"authorizationUrl": {"value": "https://login.example.com"}},
                },
            },
        },
        "iconBrandColor": "#ff0000",
        "publisher": "Shop",
        "capabilities": ["actions"],
        "scriptOperations": ["GetOrder"],
        "policyTemplateInstances": [
            {
                "templateId": "setheader",
                "title": "Set header",
                "parameters": {
                    "x-ms-apimTemplateParameter.name": "X-A",
                    "x-ms-apimTemplate-operationName": ["GetOrder"],
                },
            }
        ],
    }
}
GONE = object()
"""Stands for a value that an edit takes away."""


def base() -> Plain:
    """Both documents of the connector, by `definition` and `properties`."""
    return copy.deepcopy({"definition": DEFINITION, "properties": PROPERTIES})


def put(pointer: str, value: object) -> Edit:
    """An edit that sets the value at a pointer, or takes it away."""

    def edit(documents: Plain) -> None:
        above, _, last = pointer.rpartition("/")
        key = json_pointer.unescape(last)
        holder: Any = json_pointer.find(documents, above, None)
        assert holder is not None, pointer
        place: Any = int(key) if isinstance(holder, list) else key
        if value is GONE:
            del holder[place]
        elif isinstance(holder, list) and place == len(holder):
            holder.append(copy.deepcopy(value))
        else:
            holder[place] = copy.deepcopy(value)

    return edit


def move(pointer: str, name: str) -> Edit:
    """An edit that gives a member of an object another name, at its place."""

    def edit(documents: Plain) -> None:
        above, _, last = pointer.rpartition("/")
        holder: Any = json_pointer.find(documents, above, None)
        pairs = [(name if key == json_pointer.unescape(last) else key, value) for key, value in holder.items()]
        assert name in dict(pairs), pointer
        holder.clear()
        holder.update(pairs)

    return edit


def side(documents: Plain, name: str = "side", **more: Any) -> Side:
    """The documents as a side, with no files."""
    contents = Contents(documents["definition"], documents["properties"], **more)
    return Side(name, contents, lambda document, pointer: Span(f"{name}/{document}", 1, 1, 1, 1))


def compared(*edits: Edit) -> Comparison:
    """The comparison of the connector with itself after edits."""
    new = base()
    for edit in edits:
        edit(new)
    return compare(side(base(), "old"), side(new, "new"))
