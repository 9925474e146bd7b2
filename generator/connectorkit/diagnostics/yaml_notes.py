"""Notes on files that are not YAML of the format: id, title, why and what to do."""

from __future__ import annotations

YAML_NOTES: tuple[tuple[str, str, str, str], ...] = (
    (
        "YAML001",
        "The file is valid YAML",
        "A source that cannot be read cannot be checked.",
        "Check this line and the line above; most often a colon, a quote or the indentation is wrong.",
    ),
    (
        "YAML002",
        "The file holds readable characters only",
        "Control characters and halves of characters cannot be seen, and are refused by the platform.",
        "Remove the character; an editor shows it as a box or not at all.",
    ),
    (
        "YAML003",
        "The file is neither infinite nor too deep",
        "Aliases that contain themselves, and very deep nesting, would never end.",
        "Write the part out, or name it as a type.",
    ),
    (
        "YAML004",
        "A key is used once in a mapping",
        "Only one of two values would count, and it would be unclear which.",
        "Remove one of them, or give it another name.",
    ),
    (
        "YAML005",
        "A key is a string",
        "The names of the format and of the swagger are strings.",
        "Write the key as a string; quote it where it looks like another type.",
    ),
    (
        "YAML006",
        "Merge keys are not used",
        "A merge key hides the keys of a value from its reader.",
        "Define the shared part as a type, and write the differences next to its name.",
    ),
    ("YAML007", "Tags are not used", "Nothing in a source is executed or converted.", "Remove the tag."),
)
