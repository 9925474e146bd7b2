"""Notes: what the ids of findings of `connectorkit test --replay` and `--drift` mean."""

from __future__ import annotations

RECORDING_NOTES = (
    (
        "REC010",
        "A recording can be read",
        "A damaged or edited file proves nothing.",
        "Restore the file, or record the operation again with `connectorkit test --record`.",
    ),
    (
        "REC020",
        "A recorded operation is in the source",
        "A recording without its operation is not evidence.",
        "Delete the file, or correct the operationId.",
    ),
    (
        "REC021",
        "A recording belongs to this connector and its base path",
        "Responses of another service or version are not evidence.",
        "Record the operation again, or delete the file.",
    ),
    (
        "REC030",
        "A recorded response has the declared types",
        "A flow gets a value with a different type than the connector declares.",
        "Correct the type, or write the types that the service really returns under `actual_types`.",
    ),
    (
        "REC031",
        "The client accepts a recorded response",
        "A program that uses the client cannot read the response of the service.",
        "Correct the response or `success` of the operation.",
    ),
    (
        "REC032",
        "The status of a recorded response is declared",
        "A flow gets a response that the connector does not describe.",
        "Declare the response under `responses`.",
    ),
    (
        "REC033",
        "A recorded response has the required properties",
        "A flow can rely on a required property.",
        "Remove `required` from the field, or correct its name.",
    ),
    (
        "REC034",
        "The source has all properties of a recorded response",
        "Makers cannot use what the connector does not declare.",
        "Declare the field, or omit it deliberately.",
    ),
    (
        "REC040",
        "The client builds the recorded request",
        "The service accepted the recorded request; another one may be refused or mean something else.",
        "Correct the reported parameter or field.",
    ),
    (
        "REC041",
        "The client can send a recorded request",
        "The service accepted a request that the client cannot send.",
        "Correct the type, the limits or the names of its inputs.",
    ),
    (
        "REC042",
        "The source has each query parameter of a recorded request",
        "The service may need it, and no caller of the connector can send it.",
        "Declare the parameter, or record without it.",
    ),
    (
        "DRF010",
        "A response has the declared types",
        "A flow gets a value with a different type than the connector declares. A type is never changed automatically.",
        "Compare the documentation of the vendor, and correct the type.",
    ),
    (
        "DRF020",
        "A response has the required properties",
        "A flow can rely on a required property.",
        "Compare the documentation of the vendor, and remove `required` or the field.",
    ),
    (
        "DRF030",
        "The source has the properties of a response",
        "Makers cannot use what the connector does not declare.",
        "Declare the field; `connectorkit test --drift --update` writes it.",
    ),
    (
        "DRF040",
        "A response has the optional properties",
        "A property that is always missing may have been removed, but one response proves little.",
        "Compare the documentation of the vendor.",
    ),
    (
        "DRF050",
        "A read succeeds",
        "Only success responses can be compared.",
        "Check the credentials, and the example values of the inputs.",
    ),
)
HELP = {id_: help_ for id_, _, _, help_ in RECORDING_NOTES}
