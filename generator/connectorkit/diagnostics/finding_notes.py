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
        "Without them it covers no change, and nobody knows why it is there.",
        "Write it with `connectorkit diff OLD NEW --approve FINGERPRINT --because WHY`.",
    ),
    *(Note(*one) for one in UPDATE_NOTES),
    *(Note(*one) for one in RECORDING_NOTES),
    *(Note(*one) for one in ENVIRONMENT_NOTES),
    Note(
        "STY010",
        "A file of the source is in the style of the format",
        "In one style, a difference between two revisions is a difference of the connector.",
        "Run `connectorkit format`.",
    ),
    Note(
        "STY020",
        "A file can be rewritten without loss",
        "Tags, directives and anchors of keys have no meaning in a source, and a formatter would have to drop them.",
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
        "In another encoding, characters beyond ASCII change.",
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
        "A web page that shows the file was saved instead of the file.",
        "Download the raw file, and use it instead of the page.",
    ),
    Note(
        "CFG001",
        "The settings are TOML",
        "Settings that cannot be read have no effect.",
        "Correct the line that is named.",
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
        "A misspelt rule selects, ignores or waives nothing.",
        "Write the id as the finding shows it, or the letters of a family.",
    ),
    Note(
        "CFG004",
        "A waiver of the settings matches a finding",
        "A waiver that is no longer needed hides the next fault.",
        "Remove it from the settings.",
    ),
    Note(
        "SRC001",
        "Files that a source names are in its folder",
        "A source is one folder, which can be moved and published as a whole.",
        "Name a file of the folder, relative to connector.yaml.",
    ),
    Note("SRC002", "A type is written once", "It is unclear which of the two is meant.", "Keep one of them."),
    Note(
        "SRC003",
        "A source has a bounded number of operations",
        "The platform accepts 256 operations.",
        "Split it into several connectors.",
    ),
    Note(
        "SRC004",
        "The operation of `in_doubt` exists",
        "The client names it when it cannot tell whether a call was carried out.",
        "Name an operationId of this connector, and inputs of the operation, under `in_doubt`.",
    ),
    Note(
        "SRC005",
        "The format version is known",
        "A source in another version of the format would be misread.",
        "Write `format: 1`, or use a version of the toolkit that reads the other format.",
    ),
    Note(
        "SRC006",
        "Every YAML file of a source is used",
        "An action whose file is not listed is missing from the connector, and nobody notices.",
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
        "Examples and defaults fit their own schema",
        "An example that the service would refuse misleads makers; tests and the sandbox cannot use it.",
        "Change the value or the schema.",
    ),
    Note(
        "SRC009",
        "connector.yaml is a source",
        "A Swagger document has other keys, all of which would be reported one by one.",
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
        "The platform would be given other paging than the client, the sandbox and the tests follow.",
        "Correct `pages`, and remove the other declaration.",
    ),
    Note(
        "SRC013",
        "Parts of one schema agree on additional properties",
        "All parts of `all_of` hold. Where they exclude each other, no additional property is valid, "
        "and the client and the sandbox take the first part.",
        "Describe additional properties in one part.",
    ),
    Note(
        "LIK001",
        "The original of `--like` has a layout",
        "The build writes the connector in the layout of the original, or in its own where that is not possible.",
        "Name the connector folder or the swagger that the connector was published as.",
    ),
    Note(
        "TYP001",
        "A type exists",
        "A word that is neither a type nor the name of one has no meaning.",
        "Write it under `types`, or use a type word.",
    ),
    Note(
        "TYP002",
        "A type that contains itself is a definition",
        "Written out in place, it would be infinite.",
        "Write `style: {types: definitions}` in connector.yaml.",
    ),
    Note(
        "TYP003",
        "Types that are written out stay small enough",
        "A few types that use one another become millions of fields where they are copied into place.",
        "Write `style: {types: definitions}` in connector.yaml.",
    ),
    Note("TYP004", "A field is there once", "`messages` and `messages[]` are one field.", "Keep one of the keys."),
    Note(
        "TYP005",
        "A name that ends in [] is a list of objects",
        "In `fields`, `messages[]` is a list whose items have `fields`. Without `fields`, [] is a part of the name.",
        "Write `tags: string[]` for another list, or the `type` of a field whose name does end in [].",
    ),
    Note(
        "TRG043",
        "The operation that ends a webhook exists",
        "The client and the sandbox end the webhook through it, and the platform through the address that it has.",
        "Name the operationId of an operation of this connector under `unsubscribe`.",
    ),
    Note(
        "SBX001",
        "The sandbox document refers to things that exist",
        "A misspelt name has no effect, so the sandbox does not behave as described.",
        "Spell it as the connector or the sandbox does.",
    ),
    Note(
        "TPL001",
        "A template can be rendered",
        "A template of the source folder replaces one of the toolkit.",
        "Correct this line, or remove the template to use the built-in one.",
    ),
    Note("WVR001", "A waiver names a rule", "It has no effect otherwise.", "Write the id as the finding shows it."),
    Note(
        "WVR002",
        "A waiver gives a reason",
        "Readers must be able to judge it later.",
        "Explain in a few words why the rule does not apply here.",
    ),
    Note(
        "WVR003",
        "A waiver matches a finding",
        "A waiver that is no longer needed hides the next fault.",
        "Remove it, or move it next to the definition that breaks the rule.",
    ),
    Note(
        "OAS001",
        "The definition is valid Swagger 2.0",
        "The validator of the specification refuses it, and so may the import. It is reported only where no rule does.",
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
        "Name a file with `swagger` or `openapi` at its top, or the folder of a connector.",
    ),
    Note(
        "IMP002",
        "A reference has a target in the file",
        "Nothing is fetched from elsewhere, so a reference without a target has no schema.",
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
        "A connector without them is not what its author described.",
        "Correct the other findings, and try again.",
    ),
    *(Note(*one) for one in TOOL_NOTES),
    *(Note(*one) for one in IMPORT_NOTES),
    Note(
        "FMT-additionalProperties",
        "The format knows each key",
        "An unknown key is most often misspelt; it would be lost without a warning.",
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
        "A number, a string and a list mean different things.",
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
        "It is parsed by this form.",
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
