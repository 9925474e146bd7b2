"""Notes on findings of an import of OpenAPI: id, the rule behind it, why it matters, what to do."""

from __future__ import annotations

IMPORT_NOTES: tuple[tuple[str, str, str, str], ...] = (
    (
        "IMP101",
        "The document follows OpenAPI",
        "A part with the wrong type has no meaning, so it was dropped.",
        "Correct it in the OpenAPI file and import again, or add it to the YAML.",
    ),
    (
        "IMP102",
        "The keys of the document are known",
        "A misspelt key has no effect, and is lost.",
        "Check the spelling; custom keys start with `x-`.",
    ),
    (
        "IMP103",
        "A connector can express the schema as it is",
        "It was expressed differently, with the same meaning.",
        "No action is required; review the wording.",
    ),
    (
        "IMP104",
        "A schema has no alternatives",
        "Connectors have no `oneOf` or `anyOf`; makers see one form.",
        "Keep the alternative that makers need, or write one action for each.",
    ),
    (
        "IMP105",
        "Allowed values are written as choices",
        "They were listed differently; the same values are allowed.",
        "No action is required.",
    ),
    (
        "IMP106",
        "Connectors know the keyword",
        "The platform ignores it, so makers do not see the limit.",
        "Mention it in the description if makers need to know it.",
    ),
    (
        "IMP107",
        "A value has one type",
        "Connectors cannot express several types of one value.",
        "Give it the one type that makers need.",
    ),
    (
        "IMP108",
        "A list has items of one schema",
        "Connectors cannot express a list whose positions differ.",
        "Write an object with a named field for each position if the API accepts one.",
    ),
    (
        "IMP109",
        "A connector can send the parameter",
        "Swagger 2.0 has no cookies and no free styles of parameters.",
        "Write the parameter in the YAML in a way that a connector can send.",
    ),
    (
        "IMP110",
        "A parameter is one value",
        "A parameter that contains an object was split into several parameters; the same request is sent.",
        "No action is required.",
    ),
    (
        "IMP111",
        "A list in a parameter has a format that connectors support",
        "The platform sends lists in its own way.",
        "If the API also accepts one comma-separated value, write `collection_format: csv`.",
    ),
    (
        "IMP112",
        "A body has one media type",
        "Swagger 2.0 has one schema for all media types of an operation.",
        "Write a separate action for another media type that makers need.",
    ),
    (
        "IMP113",
        "An operation has one media type",
        "The other media types have the same schema, so they were dropped.",
        "No action is required.",
    ),
    (
        "IMP114",
        "A connector can send the fields of the form",
        "A form field of Swagger 2.0 is a single value or a file.",
        "Check the parameter in the YAML, and describe what to enter.",
    ),
    (
        "IMP115",
        "A response has a single status",
        "Swagger 2.0 has no ranges such as `2XX`.",
        "Write the response under the status that the API returns.",
    ),
    (
        "IMP116",
        "The document names one server",
        "A connector has one address with a fixed host.",
        "Write the address as `server`; if each customer has a different one, use the policy `dynamichosturl`.",
    ),
    (
        "IMP117",
        "Connections support the security scheme",
        "The platform supports API keys, basic authentication and OAuth 2.0.",
        "Write `authentication` and `credentials` in connector.yaml by hand.",
    ),
    (
        "IMP118",
        "A token is sent as the platform sends it",
        "A bearer token was written as an API key in the Authorization header; users also enter the word Bearer.",
        "No action is required. The policy `setheader` can add the word.",
    ),
    (
        "IMP119",
        "Webhooks are triggers",
        "OpenAPI does not define how a subscription is created and ended.",
        "Write a trigger: the operation that subscribes, `callback: true` on the field of the URL, and the schema of "
        "the payload under `event`.",
    ),
    (
        "IMP120",
        "Every operation has an operationId",
        "Flows refer to an operation by this id; one was derived from the method and path.",
        "Write an operationId before makers use the operation; it can never change.",
    ),
    (
        "IMP121",
        "Every component is used",
        "A component that nothing references has no effect.",
        "No action is required, unless a reference to it is missing.",
    ),
    (
        "IMP122",
        "Connectors can express every text",
        "Connectors have no key for it, so it was dropped.",
        "Add it to a description where makers or maintainers need it.",
    ),
    (
        "IMP123",
        "A connector can send the method",
        "Swagger 2.0 does not have it.",
        "Check whether the API offers the operation under another method or path.",
    ),
    (
        "IMP124",
        "Header parameters are not reserved",
        "OpenAPI ignores parameters named Accept, Content-Type and Authorization, and the platform refuses them.",
        "No action is required: the connection and the media types supply the values.",
    ),
    (
        "IMP125",
        "Examples contain their values",
        "A reference inside example data is sent literally.",
        "Write the value itself into the example.",
    ),
    (
        "IMP126",
        "Every operation has a summary",
        "Makers choose an operation by its summary; one was drafted from the operationId or the path.",
        "Write a summary that makers understand.",
    ),
    (
        "IMP127",
        "Paging is declared",
        "A parameter looks like paging, but an OpenAPI document does not define where such a list ends, so nothing "
        "was guessed.",
        "Check the documentation of the service, and declare the paging under `pages`.",
    ),
)
