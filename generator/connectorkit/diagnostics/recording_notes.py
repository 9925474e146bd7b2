"""Notes: what the ids of findings of `connectorkit test --replay` and `--drift` mean."""

from __future__ import annotations

RECORDING_NOTES = (
    (
        "REC010",
        "A recording can be read",
        "A file that is not as it was written proves nothing.",
        "Restore the file, or record the operation again with `connectorkit test --record`.",
    ),
    (
        "REC020",
        "A recorded operation is in the source",
        "A recording without its operation is evidence of nothing.",
        "Delete the file, or correct the operationId.",
    ),
    (
        "REC021",
        "A recording is of this connector and its base path",
        "What another service or another version responds is no evidence.",
        "Record the operation again, or delete the file.",
    ),
    (
        "REC030",
        "A recorded response has the declared types",
        "A flow gets a value of another type than the connector declares.",
        "Correct the type, or write the types that really travel under `actual_types`.",
    ),
    (
        "REC031",
        "The client accepts a recorded response",
        "A program that uses the client cannot read what the service sends.",
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
        "A recorded response has no properties that the source lacks",
        "Makers cannot use what the connector does not declare.",
        "Declare the field, or leave it out on purpose.",
    ),
    (
        "REC040",
        "The client builds the recorded request",
        "The service accepted the recorded request; another one may be refused or mean something else.",
        "Correct the parameter or field that is named.",
    ),
    (
        "REC041",
        "The client can make a recorded request",
        "The service accepted a request that no caller of the client can make.",
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
        "A flow gets a value of another type than the connector declares. A type is never changed automatically.",
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
        "A property that is never there may be gone. One response proves little.",
        "Compare the documentation of the vendor.",
    ),
    (
        "DRF050",
        "A read succeeds",
        "Nothing can be compared with a response that is no success.",
        "Check the credentials, and the example values of the inputs.",
    ),
)
HELP = {id_: help_ for id_, _, _, help_ in RECORDING_NOTES}
