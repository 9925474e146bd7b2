"""Notes: the meaning of each finding id that is not the id of a rule, for `connectorkit explain`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from connectorkit.diagnostics import package_notes
from connectorkit.diagnostics.environment_notes import ENVIRONMENT_NOTES
from connectorkit.diagnostics.import_notes import IMPORT_NOTES
from connectorkit.diagnostics.recording_notes import RECORDING_NOTES
from connectorkit.diagnostics.tool_notes import TOOL_NOTES
from connectorkit.diagnostics.update_notes import UPDATE_NOTES
from connectorkit.diagnostics.yaml_notes import YAML_NOTES

_KEYWORDS = frozenset(
    """additionalproperties anyof const enum exclusivemaximum exclusiveminimum maximum maxitems
maxlength minimum minitems minlength not oneof pattern propertynames required type uniqueitems""".split()
)


class Note(NamedTuple):
    """One id, or the family ``FMT-*`` of all other keywords of JSON Schema: its title, the reason, and what to do."""

    id: str
    title: str
    why: str
    help: str


NOTES = (
    Note(
        "APV010",
        "An approval matches a change",
        "An approval that matches nothing may later cover another change.",
        "Remove it from the file of approvals.",
    ),
    Note(
        "APV020",
        "An approval has a fingerprint and a reason",
        "Without a fingerprint, it covers no change; without a reason, nobody knows why it exists.",
        "Write it with `connectorkit diff OLD NEW --approve FINGERPRINT --because WHY`.",
    ),
    *(Note(*one) for one in UPDATE_NOTES),
    *(Note(*one) for one in RECORDING_NOTES),
    *(Note(*one) for one in ENVIRONMENT_NOTES),
    Note(
        "STY010",
        "A file of the source is formatted",
        "With one style, a difference between two revisions is always a difference of the connector.",
        "Run `connectorkit format`.",
    ),
    Note(
        "STY020",
        "A file can be rewritten without loss",
        "Tags, directives and anchors on keys have no meaning in a source, and formatting would drop them.",
        "Remove them, or format the file by hand.",
    ),
    *(Note(*one) for one in YAML_NOTES),
    Note(
        "JSN001",
        "The file is JSON",
        "Neither the platform nor this tool can read it.",
        "Correct the JSON at this place.",
    ),
    Note(
        "JSN002",
        "A key is used once in an object",
        "Most programs use the last value and silently ignore the others.",
        "Remove one of them.",
    ),
    Note(
        "JSN003",
        "The file is UTF-8",
        "In another encoding, non-ASCII characters change.",
        "Check these characters, and save the file as UTF-8.",
    ),
    Note(
        "JSN004",
        "The file is strict JSON",
        "connectorkit tolerates small mistakes, but other programs refuse the file.",
        "Correct the JSON at this place.",
    ),
    Note(
        "JSN005",
        "The file is neither too large nor too deep",
        "The platform accepts definitions of less than 1 MB.",
        "Split the connector, or name inner types under definitions.",
    ),
    Note(
        "JSN006",
        "Numbers and strings are valid JSON",
        "Some programs accept NaN, infinite numbers and lone surrogates; others refuse them.",
        "Write a number or a string that JSON allows.",
    ),
    Note(
        "WEB001",
        "The file is not a web page",
        "Someone saved a web page that shows the file, instead of the file itself.",
        "Download the raw file, and use it instead of the page.",
    ),
    Note(
        "CFG001",
        "The settings are TOML",
        "Settings that cannot be read have no effect.",
        "Correct the reported line.",
    ),
    Note(
        "CFG002",
        "The settings have known keys and values",
        "An unknown key or value has no effect.",
        "Write a key or value of docs/guide/command-line.md.",
    ),
    Note(
        "CFG003",
        "The settings name rules that exist",
        "A misspelt rule has no effect.",
        "Write the id as in the finding, or the letters of a family.",
    ),
    Note(
        "CFG004",
        "A waiver of the settings matches a finding",
        "A waiver that is no longer needed hides future findings.",
        "Remove it from the settings.",
    ),
    Note(
        "SRC001",
        "Files that a source names are in its folder",
        "A source is a single folder that can be moved and published as a whole.",
        "Name a file of the folder, relative to connector.yaml.",
    ),
    Note("SRC002", "A type is written once", "It is unclear which of the two is meant.", "Keep one of them."),
    Note(
        "SRC003",
        "A source has a limited number of operations",
        "The platform accepts at most 256 operations.",
        "Split it into several connectors.",
    ),
    Note(
        "SRC004",
        "The operation of `in_doubt` exists",
        "The client refers to it when it does not know whether a call was processed.",
        "Name an operationId of this connector, and inputs of the operation, under `in_doubt`.",
    ),
    Note(
        "SRC005",
        "The format version is known",
        "A source with another version of the format would be misinterpreted.",
        "Write `format: 1`, or use a version of the toolkit that reads the other format.",
    ),
    Note(
        "SRC006",
        "Every YAML file of a source is used",
        "An action in an unlisted file is silently missing from the connector.",
        "Reference the file in connector.yaml, or remove it.",
    ),
    Note(
        "SRC007",
        "Names refer to something that exists",
        "A reference to a response path, field, parameter or operation that does not exist has no effect.",
        "Use a name that the connector declares.",
    ),
    Note(
        "SRC008",
        "Examples and defaults match their schema",
        "An invalid example misleads makers, and tests and the sandbox cannot use it.",
        "Change the value or the schema.",
    ),
    Note(
        "SRC009",
        "connector.yaml is a source",
        "A Swagger document has different keys, and each of them would be reported.",
        "Import it: `connectorkit import FILE --out FOLDER`.",
    ),
    Note(
        "SRC010",
        "A placeholder of a page names a key of the source",
        "An unknown placeholder would be rendered as an empty string.",
        "Use prerequisites, credentials_help, known_issues, intro or operations.",
    ),
    Note(
        "SRC011",
        "The recorded layout can be read",
        "The build writes the connector in the layout of the original files, which this file describes.",
        "Remove `layout` from connector.yaml, or record it again with an import.",
    ),
    Note(
        "SRC012",
        "Paging is declared once",
        "Otherwise the platform would use different paging than the client, the sandbox and the tests.",
        "Correct `pages`, and remove the other declaration.",
    ),
    Note(
        "SRC013",
        "Parts of one schema agree on additional properties",
        "All parts of `all_of` apply. If they contradict each other, no additional property is valid, and the client "
        "and the sandbox use the first part.",
        "Describe additional properties in one part.",
    ),
    Note(
        "LIK001",
        "The original of `--like` has a layout",
        "The build writes the connector in the layout of the original, or in the default layout if that is not "
        "possible.",
        "Name the connector folder or the Swagger file that was published.",
    ),
    Note(
        "TYP001",
        "A type exists",
        "A word that is neither a type word nor the name of a type has no meaning.",
        "Write it under `types`, or use a type word.",
    ),
    Note(
        "TYP002",
        "A type that contains itself is a definition",
        "Inlined, it would be infinite.",
        "Write `style: {types: definitions}` in connector.yaml.",
    ),
    Note(
        "TYP003",
        "Inlined types have a limited size",
        "A few types that use one another can become millions of fields when they are inlined.",
        "Write `style: {types: definitions}` in connector.yaml.",
    ),
    Note("TYP004", "A field is defined once", "`messages` and `messages[]` are one field.", "Keep one of the keys."),
    Note(
        "TYP005",
        "A name that ends in [] is a list of objects",
        "In `fields`, `messages[]` is a list whose items have `fields`. Without `fields`, [] is part of the name.",
        "Write `tags: string[]` for another list, or the `type` of a field whose name really ends in [].",
    ),
    Note(
        "TRG043",
        "The operation that ends a webhook exists",
        "The client and the sandbox use it to end the subscription; the platform uses its address.",
        "Name the operationId of an operation of this connector under `unsubscribe`.",
    ),
    Note(
        "SBX001",
        "The sandbox document refers to things that exist",
        "A misspelt name has no effect, so the sandbox does not behave as described.",
        "Use the name from the connector or the sandbox.",
    ),
    Note(
        "TPL001",
        "A template can be rendered",
        "A template in the source folder replaces a built-in one.",
        "Correct this line, or remove the template to use the built-in one.",
    ),
    Note(
        "TPL002",
        "A template and its blocks have an effect",
        "Only the names of built-in templates and blocks are used, so a misspelt one changes nothing.",
        "Use the name of the built-in template or block.",
    ),
    Note("WVR001", "A waiver names a rule", "Otherwise it has no effect.", "Write the id as in the finding."),
    Note(
        "WVR002",
        "A waiver contains a reason",
        "Readers must be able to judge it later.",
        "Explain in a few words why the rule does not apply here.",
    ),
    Note(
        "WVR003",
        "A waiver matches a finding",
        "A waiver that is no longer needed hides future findings.",
        "Remove it, or move it next to the definition that breaks the rule.",
    ),
    Note(
        "OAS001",
        "The definition is valid Swagger 2.0",
        "The validator of the specification refuses it, and the import may refuse it too. It is reported only if no "
        "rule reports it.",
        "Change it so that it is valid.",
    ),
    Note(
        "MSS001",
        "The definition passes Microsoft's own schema",
        "Microsoft publishes schemas of both files. They are older than the platform, so this is a warning.",
        "Change this place, unless the platform is known to accept it.",
    ),
    Note(
        "IMP001",
        "The file describes an API",
        "Only Swagger 2.0 and OpenAPI 3.0 and 3.1 can be imported.",
        "Name a file with `swagger` or `openapi` at the top level, or the folder of a connector.",
    ),
    Note(
        "IMP002",
        "A reference has a target in the file",
        "Other files are not loaded, so a reference without a target has no schema.",
        "Add the target, or correct the reference.",
    ),
    Note(
        "IMP003",
        "A source can be built from what was imported",
        "The imported YAML has errors.",
        "Correct the original at this place, or the YAML.",
    ),
    Note(
        "IMP004",
        "The source has the same meaning as the imported connector",
        "The connector differs when it is rendered again.",
        "Compare this place in both.",
    ),
    Note(
        "IMP005",
        "Every file of the folder has a place in the source",
        "An import skips files that it does not understand, and a build does not write them.",
        "Keep the files that are still needed next to the source.",
    ),
    Note(
        "IMP006",
        "An import keeps operations, parameters and responses",
        "A connector without them does not match its source document.",
        "Correct the other findings, and try again.",
    ),
    *(Note(*one) for one in TOOL_NOTES),
    *(Note(*one) for one in IMPORT_NOTES),
    Note(
        "FMT-additionalProperties",
        "The format knows each key",
        "An unknown key is often a misspelling, and would be lost silently.",
        "Write one of the keys that `connectorkit explain format` lists, or put it under `extra`.",
    ),
    Note(
        "FMT-required",
        "Required keys are present",
        "The definition is incomplete without them.",
        "Add the missing keys.",
    ),
    Note(
        "FMT-type",
        "A value is of the right kind",
        "A value of another kind has a different meaning.",
        "Quote a value to make it a string; see `connectorkit explain format` for what is allowed.",
    ),
    Note(
        "FMT-enum",
        "A value is one of the allowed ones",
        "Any other value has no meaning here.",
        "Choose one of the allowed values.",
    ),
    Note(
        "FMT-pattern",
        "A string has the required form",
        "The value is parsed with this form.",
        "Write it as `connectorkit explain format` shows.",
    ),
    Note(
        "FMT-oneOf",
        "Exactly one of several keys is written",
        "They contradict each other.",
        "Keep the one that you mean.",
    ),
    *(Note(*note) for note in package_notes.NOTES),
    Note(
        "FMT-*",
        "The source follows the format",
        "The JSON Schemas of the format refuse this value.",
        "See `connectorkit explain format`, or `connectorkit schema`, for what is allowed.",
    ),
)


def find(id_: str) -> Note | None:
    """The note of an id, in any letter case."""
    wanted = id_.upper()
    start, _, keyword = wanted.partition("-")
    known = start == "FMT" and keyword.lower() in _KEYWORDS
    exact = next((note for note in NOTES if note.id.upper() == wanted), None)
    return exact or (NOTES[-1]._replace(id=id_) if known else None)


def ids() -> Iterator[str]:
    """The ids of all notes."""
    return (note.id for note in NOTES)
