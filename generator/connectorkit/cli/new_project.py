"""Init: a small connector project that builds and tests at once, and is meant to be edited."""

from __future__ import annotations

from pathlib import Path

from connectorkit.diagnostics.finding import Unusable
from connectorkit.model import python_names
from connectorkit.model.file_names import SOURCE
from connectorkit.render.docs import markdown_text
from connectorkit.render.templates import Templates
from connectorkit.write import new_folder

# A title may neither hold these words nor be longer: the platform refuses it.
_REFUSED = ("api", "connector")
_LONGEST = 30

_FILES = (
    ("README.md", "README.md.j2"),
    ("Makefile", "Makefile.j2"),
    (".gitignore", "gitignore.j2"),
    (f"connector/{SOURCE}", f"connector/{SOURCE}.j2"),
    ("connector/types.yaml", "connector/types.yaml.j2"),
    ("connector/actions/list_tasks.yaml", "connector/actions/list_tasks.yaml.j2"),
    ("connector/actions/create_task.yaml", "connector/actions/create_task.yaml.j2"),
    ("connector/actions/delete_webhook.yaml", "connector/actions/delete_webhook.yaml.j2"),
    ("connector/triggers/task_done.yaml", "connector/triggers/task_done.yaml.j2"),
    ("tests/test_connector.py", "tests/test_connector.py.j2"),
)


def create(directory: Path, title: str | None = None) -> list[Path]:
    """Make a connector project in ``directory``, which must be missing or empty; gives the files made.

    ``title`` is the connector's title, at most 30 characters; it is made from the name of the folder
    when left out. Raises Unusable when something stands there already, or when the disk refuses;
    then nothing is left behind.
    """
    chosen = _title(directory) if title is None else _checked(title)
    values = {"title": chosen, "heading": markdown_text.inline(chosen)}
    templates = Templates()
    tree = {name: templates.render(f"init/{template}", values).encode() for name, template in _FILES}
    new_folder.create(directory, tree)
    return [directory / name for name in tree]


def _title(directory: Path) -> str:
    words = [word for word in python_names.words(directory.resolve().name) if word not in _REFUSED]
    title = ""
    for word in words:
        longer = f"{title} {word[:1].upper()}{word[1:]}".strip()
        if len(longer) > _LONGEST:
            break
        title = longer
    return title or "Example Tasks"


def _checked(title: str) -> str:
    title = title.strip()
    if not title or not title.isprintable() or len(title) > _LONGEST:
        raise Unusable(f"A title is one line of 1 to {_LONGEST} characters; {title[:60]!r} is not.")
    return title
