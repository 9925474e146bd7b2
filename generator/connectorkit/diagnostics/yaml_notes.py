"""Notes on files that are not YAML of the format: id, title, why and what to do."""

from __future__ import annotations

YAML_NOTES: tuple[tuple[str, str, str, str], ...] = (
    (
        "YAML001",
        "The file is valid YAML",
        "A source that cannot be read cannot be checked.",
        "Check this line and the line above; often a colon, a quote or the indentation is wrong.",
    ),
    (
        "YAML002",
        "The file contains only readable characters",
        "Control characters and unpaired surrogates are invisible, and the platform refuses them.",
        "Remove the character; editors show it as a box or not at all.",
    ),
    (
        "YAML003",
        "The file is neither infinite nor too deep",
        "Aliases that contain themselves and very deep nesting cannot be processed.",
        "Write this part inline, or define it as a type.",
    ),
    (
        "YAML004",
        "A key is used once in a mapping",
        "Only one of the two values can be used, and it is unclear which one.",
        "Remove one of them, or give it another name.",
    ),
    (
        "YAML005",
        "A key is a string",
        "The names in the format and in the Swagger file are strings.",
        "Write the key as a string; quote it if it looks like another type.",
    ),
    (
        "YAML006",
        "Merge keys are not used",
        "A merge key hides the keys of a value from readers.",
        "Define the shared part as a type, and write the differences next to its name.",
    ),
    ("YAML007", "Tags are not used", "Nothing in a source is executed or converted.", "Remove the tag."),
)
