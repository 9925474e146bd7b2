"""The names of the files of a connector: those of its source, and those that the platform imports."""

from __future__ import annotations

from typing import Final

SOURCE: Final = "connector.yaml"
DEFINITION: Final = "apiDefinition.swagger.json"
PROPERTIES: Final = "apiProperties.json"
SETTINGS: Final = "settings.json"
ICON: Final = "icon.png"
README: Final = "readme.md"
INTRO: Final = "intro.md"
SCRIPT: Final = "script.csx"
LAYOUT: Final = "layout.json"
SCHEMAS: Final = ".schemas"
"""The folder of a source in which `init` and `import` put the schemas for editors; it is committed with the source."""
ENVIRONMENT: Final = "environment.json"
"""The file of a build that names its environment; a build of production has none."""
PREVIEW_DATA: Final = "preview-data.js"
"""The script with the data of a preview that is a folder; no other output has a file of this name."""
IMPORTED: Final = "imported.json"
# The files beside connector.yaml, by the key that names them.
NAMED: Final = {"icon": ICON, "script": SCRIPT, "intro": INTRO}
FOLDER: Final = "connector"
"""The folder of a build that holds what the platform imports."""


def built(name: str) -> str:
    """The path of a file of the connector below the folder of a build."""
    return f"{FOLDER}/{name}"
