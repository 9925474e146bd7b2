"""Notes: what the ids of findings mean that no rule stands behind, so that each can be explained."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from connectorkit.diagnostics import package_notes
from connectorkit.diagnostics.import_notes import IMPORT_NOTES
from connectorkit.diagnostics.update_notes import UPDATE_NOTES

_KEYWORDS = frozenset(
    """additionalproperties anyof const enum exclusivemaximum exclusiveminimum maximum maxitems
maxlength minimum minitems minlength not oneof pattern propertynames required type uniqueitems""".split()
)


class Note(NamedTuple):
    """One id, or the family ``FMT-*`` of all other keywords of JSON Schema: what it says, why, and what to do."""

    id: str
    title: str
    why: str
    help: str


NOTES = (
    Note(
        "APV010",
        "An approval matches a change",
        "One that matches nothing may come to cover another change later.",
        "Remove it from the file of approvals.",
    ),
    Note(
        "APV020",
        "An approval has a fingerprint and a reason",
        "Without them it covers no change, and nobody knows why it is there.",
        "Write it with `connectorkit diff OLD NEW --approve FINGERPRINT --because WHY`.",
    ),
    *(Note(*one) for one in UPDATE_NOTES),
    Note(
        "STY010",
        "A file of the source is in the style of the format",
        "In one style, a difference between two revisions is a difference of the connector.",
        "Run `connectorkit format`.",
    ),
    Note(
        "STY020",
        "A file can be written again without a loss",
        "Tags, directives and anchors of keys have no meaning in a source, and a formatter would have to drop them.",
        "Write it without that, or format it by hand.",
    ),
    Note(
        "YAML001",
        "The file is YAML",
        "A source that cannot be read cannot be judged either.",
        "Look at the line that is named and at the one above: most often a colon, a quote or an indent is wrong.",
    ),
    Note(
        "YAML002",
        "The file holds readable characters only",
        "Control characters and halves of characters cannot be seen, and are refused by the platform.",
        "Remove the character; an editor shows it as a box or not at all.",
    ),
    Note(
        "YAML003",
        "The file is neither endless nor too deep",
        "Aliases that contain themselves, and very deep nesting, would never end.",
        "Write the part out, or name it as a type.",
    ),
    Note(
        "YAML004",
        "A key stands once in a mapping",
        "Of two only one would count, and nobody would know which.",
        "Remove one of them, or give it another name.",
    ),
    Note(
        "YAML005",
        "A key is a plain text",
        "The names of the format and of the swagger are texts.",
        "Write the key as a text; quote it where it looks like something else.",
    ),
    Note(
        "YAML006",
        "Merge keys are not used",
        "What a thing holds should be seen where it stands.",
        "Name what is shared as a type, and lay over it what differs.",
    ),
    Note("YAML007", "Tags are not used", "Nothing in a source is executed or converted.", "Remove the tag."),
    Note(
        "JSN001",
        "The file is JSON",
        "Neither the platform nor this tool can read it.",
        "Correct the place that is named.",
    ),
    Note(
        "JSN002",
        "A key stands once in an object",
        "Readers take the last one; the others are lost without a word.",
        "Remove one of them.",
    ),
    Note(
        "JSN003",
        "The file is UTF-8",
        "In another encoding letters beyond ASCII turn into others.",
        "Look at these letters, and save the file as UTF-8.",
    ),
    Note(
        "JSN004",
        "The file is strict JSON",
        "A small slip was read over; other readers refuse the file.",
        "Correct the place that is named.",
    ),
    Note(
        "JSN005",
        "The file is neither too large nor too deep",
        "The platform takes definitions of less than 1 MB.",
        "Split the connector, or name inner types under definitions.",
    ),
    Note(
        "JSN006",
        "Numbers and texts are those of JSON",
        "NaN, endless numbers and halves of characters are read by some programs and refused by others.",
        "Write a number or a text that JSON has.",
    ),
    Note(
        "WEB001",
        "The file is not a web page",
        "A web page about a file was saved in place of the file.",
        "Download the raw file and save it in place of the page.",
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
    Note("SRC002", "A type is written once", "Nothing tells which of two is meant.", "Keep one of them."),
    Note(
        "SRC003",
        "A source has a bounded number of operations",
        "The platform takes 256; what has many thousands is no connector.",
        "Make several connectors of it.",
    ),
    Note(
        "SRC004",
        "What answers a doubt exists",
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
        "Names lead somewhere",
        "What names a response path, field, parameter or operation that does not exist has no effect.",
        "Use a name that the connector declares.",
    ),
    Note(
        "SRC008",
        "Examples and defaults fit their own schema",
        "An example that the service would refuse misleads makers; tests and the sandbox cannot use it.",
        "Change the value, or the schema.",
    ),
    Note(
        "SRC009",
        "connector.yaml is a source",
        "A Swagger document has other keys, all of which would be reported one by one.",
        "Import it: `connectorkit import FILE --out FOLDER`.",
    ),
    Note(
        "SRC010",
        "A placeholder of a page names a text of the source",
        "An unknown placeholder would be rendered as nothing.",
        "Use prerequisites, credentials_help, known_issues, intro or operations.",
    ),
    Note(
        "SRC011",
        "The recorded layout can be read",
        "The build writes the connector in the layout of the original files, which this file describes.",
        "Remove `layout` from connector.yaml, or record it again with an import.",
    ),
    Note(
        "LIK001",
        "The original of `--like` gives a layout",
        "The build writes the connector in the layout of the original, or in its own where that is not possible.",
        "Name the connector folder or the swagger that the connector was published as.",
    ),
    Note(
        "TYP001",
        "A type exists",
        "A word that is neither a type word nor the name of a type says nothing.",
        "Write it under `types`, or use a type word.",
    ),
    Note(
        "TYP002",
        "A type that contains itself is a definition",
        "Copied into place it would never end.",
        "Write `style: {types: definitions}` in connector.yaml.",
    ),
    Note(
        "TYP003",
        "Types written out stay of a size",
        "A few types that use one another become millions of fields where they are copied into place.",
        "Write `style: {types: definitions}` in connector.yaml.",
    ),
    Note(
        "TRG043",
        "The operation that ends a webhook exists",
        "The client and the sandbox end the webhook through it, and the platform through the address that it has.",
        "Name the operationId of an operation of this connector under `unsubscribe`.",
    ),
    Note(
        "SBX001",
        "The sandbox speaks of things that exist",
        "A name that is misspelt there changes nothing, and the sandbox answers otherwise than it was told.",
        "Spell it as the connector or the sandbox does.",
    ),
    Note(
        "TPL001",
        "A template can be rendered",
        "A template of the source folder replaces one of the toolkit.",
        "Correct the line that is named, or remove the template to use the toolkit's own.",
    ),
    Note("WVR001", "A waiver names a rule", "It excuses nothing else.", "Write the id as the finding shows it."),
    Note(
        "WVR002",
        "A waiver gives a reason",
        "Who reads it later must be able to judge it.",
        "Say in a few words why the rule does not hold here.",
    ),
    Note(
        "WVR003",
        "A waiver excuses something",
        "One that is no longer needed hides the next fault.",
        "Remove it, or put it beside what it excuses.",
    ),
    Note(
        "OAS001",
        "The definition is valid Swagger 2.0",
        "The validator of the specification refuses it; so may the "
        "import. It is said only where no rule says it better.",
        "Change the place that is named so that it is valid.",
    ),
    Note(
        "MSS001",
        "The definition passes Microsoft's own schema",
        "Microsoft publishes schemas of both files. They are older than the platform, so this is a warning.",
        "Change the place that is named; keep it where the platform is known to take it.",
    ),
    Note(
        "IMP001",
        "The file describes an API",
        "Only Swagger 2.0 and OpenAPI 3.0 and 3.1 can be imported.",
        "Name a file with `swagger` or `openapi` at its top, or the folder of a connector.",
    ),
    Note(
        "IMP002",
        "A reference leads to something in the file",
        "Nothing is fetched from elsewhere, and what leads nowhere has no shape.",
        "Add what it names, or correct the name.",
    ),
    Note(
        "IMP003",
        "A source can be built from what was imported",
        "The YAML that was written has errors.",
        "Correct the original at the place that is named, or the YAML.",
    ),
    Note(
        "IMP004",
        "The source says the same as what was imported",
        "Rendered again, the connector differs.",
        "Compare the place that is named in both.",
    ),
    Note(
        "IMP005",
        "Every file of the folder has a place in the source",
        "What an import does not understand is left behind, and a build does not write it.",
        "Keep what is still needed beside the source.",
    ),
    Note(
        "IMP006",
        "An import keeps operations, parameters and responses",
        "A connector without them is not what its author described.",
        "Correct what the other findings name, and try again.",
    ),
    *(Note(*one) for one in IMPORT_NOTES),
    Note(
        "FMT-additionalProperties",
        "The format knows each key",
        "A key that is not known is most often misspelt; it would be lost without a word.",
        "Write one of the keys that `connectorkit explain format` lists, or put it under `extra`.",
    ),
    Note(
        "FMT-required",
        "What must be said is said",
        "Without these keys the thing is not complete.",
        "Add the keys that are named.",
    ),
    Note(
        "FMT-type",
        "A value is of the right kind",
        "A number, a text and a list mean different things.",
        "Quote a value to make it a text; see `connectorkit explain format` for what may stand there.",
    ),
    Note(
        "FMT-enum",
        "A word is one of those that are known",
        "Another word means nothing here.",
        "Choose one of the words that are named.",
    ),
    Note(
        "FMT-pattern",
        "A text has the form that is needed",
        "It is taken apart by this form.",
        "Write it as `connectorkit explain format` shows.",
    ),
    Note(
        "FMT-oneOf",
        "Exactly one of several keys is written",
        "They say different things about the same.",
        "Keep the one that is meant.",
    ),
    *(Note(*note) for note in package_notes.NOTES),
    Note(
        "FMT-*",
        "The source follows the format",
        "The JSON Schemas of the format refuse what stands there.",
        "See `connectorkit explain format`, or `connectorkit schema`, for what may stand there.",
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
