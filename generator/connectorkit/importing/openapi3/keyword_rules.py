"""The findings of an import of OpenAPI 3: id, severity and suggestion of each."""

from __future__ import annotations

from typing import NamedTuple


class Rule(NamedTuple):
    """One kind of finding; ``way`` is its default suggestion."""

    id: str
    severity: str
    way: str


RULES = {
    "reference": Rule("IMP002", "warning", "Add what it names, or correct it."),
    "wrong": Rule("IMP101", "warning", "Correct it in the OpenAPI file and import again, or add it to the YAML."),
    "unknown": Rule("IMP102", "warning", "Look for a misspelling; a key of your own starts with x-."),
    "same": Rule("IMP103", "advice", "Nothing needs to be done; look whether it reads well."),
    "alternatives": Rule("IMP104", "warning", "Keep the one that makers need, or write an action for each of them."),
    "choices": Rule("IMP105", "advice", "Nothing needs to be done; the same values are allowed."),
    "keyword": Rule("IMP106", "warning", "Say it in the description where makers need to know it."),
    "types": Rule("IMP107", "warning", "Give it the one type that makers need."),
    "tuple": Rule("IMP108", "warning", "Write an object with a named field for each position if the API takes one."),
    "parameter": Rule("IMP109", "warning", "Write the parameter in the YAML in a way that a connector can send."),
    "spread": Rule("IMP110", "advice", "Nothing needs to be done; the same request is sent."),
    "list": Rule("IMP111", "warning", "If the API also takes one value with commas, write `collection_format: csv`."),
    "media": Rule("IMP112", "warning", "Write an action of its own for another kind of content that makers need."),
    "also": Rule("IMP113", "advice", "Nothing needs to be done; JSON is what a connector works with best."),
    "form": Rule("IMP114", "warning", "Look at the parameter in the YAML; say in its description what to write."),
    "response": Rule("IMP115", "warning", "Write the answer under the status that the API gives."),
    "server": Rule(
        "IMP116",
        "warning",
        "Write the address as `server`; where each customer has an own one, ask for it "
        "in `credentials` and use the policy dynamichosturl.",
    ),
    "security": Rule("IMP117", "warning", "Write `authentication` and `credentials` in connector.yaml by hand."),
    "token": Rule("IMP118", "advice", "Nothing needs to be done; the policy setheader can write the first word."),
    "event": Rule(
        "IMP119",
        "warning",
        "Write a trigger: the action that subscribes, `callback: true` on the field of "
        "the address, and the shape of the message under `event`.",
    ),
    "name": Rule("IMP120", "advice", "Give it an operationId of your own before makers use it; it can never change."),
    "unused": Rule("IMP121", "advice", "Nothing needs to be done, unless a reference to it is missing."),
    "unplaced": Rule("IMP122", "advice", "Add it to a description where makers or maintainers need it."),
    "reserved": Rule("IMP124", "advice", "No action is required: the connection and the media types supply it."),
    "data": Rule("IMP125", "warning", "Write the value itself into the example."),
    "summary": Rule("IMP126", "advice", "Write summaries as makers would say it."),
    "method": Rule("IMP123", "warning", "Ask the API for the same under another method or path."),
}
