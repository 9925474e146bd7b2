"""Rules about inputs that the designer leaves out silently."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from connectorkit.check.engine import designer_labels
from connectorkit.check.engine.connector_index import Subject, short
from connectorkit.check.engine.parts import shown
from connectorkit.check.engine.rule import Hit, Rule, Severities
from connectorkit.designer.inputs import Dropped

_LOST = Severities("warning", "warning", "advice")


def _arrays(subject: Subject) -> Iterator[Hit]:
    # PAR244 reports objects outside the body.
    for called, one in _dropped(subject, lambda one: one.kind == "array"):
        yield Hit(
            one.pointer, f"'{short(one.name)}' of {called} is an array in a form field, so makers see no input for it."
        )


def _files(subject: Subject) -> Iterator[Hit]:
    for called, one in _dropped(subject, lambda one: one.kind == "file" and one.place == "formData"):
        mark = next((character for character in '"@' if character in one.name), "")
        said = f"The name of the file '{short(one.name)}' of {called} contains {mark}, so makers see no input for it."
        yield Hit(one.pointer, said)


def _dropped(subject: Subject, wanted: Callable[[Dropped], bool]) -> Iterator[tuple[str, Dropped]]:
    """Inputs that are left out, each place once, with the name of its first operation."""
    said: set[str] = set()
    for operation in shown(subject):
        card = designer_labels.card(subject, operation)
        for one in card.dropped if card is not None else ():
            if wanted(one) and one.pointer not in said:
                said.add(one.pointer)
                yield operation.called, one


RULES = (
    Rule(
        "PAR111",
        "The name of a file contains neither a double quote nor an at sign",
        why="The designer cannot handle such a name, and silently omits the input.",
        source="LogicAppsUX at 5c7453c9: parameters in formData; 0 of 135 published connectors",
        severity=_LOST,
        help='Choose a name without " and @, if the service accepts one.',
        check=_files,
    ),
    Rule(
        "PAR131",
        "A form field is not an array",
        why="The designer has no editor for it, and silently omits the input.",
        source="LogicAppsUX at 5c7453c9: parameters in formData; 0 of 135 published connectors",
        severity=_LOST,
        help="Use one string with commas, or a JSON body.",
        check=_arrays,
    ),
)
