"""Faults of the files beside the documents, and of how the definition is written."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from tests.check.rules.example import png
from tests.check.rules.mutations.jsontext import DEFINITION, PROPERTIES, Edit, printed
from tests.check.rules.mutations.places import unnamed
from tests.check.rules.mutations.table import Files, in_files

ICON, README, INTRO, SCRIPT = "icon.png", "readme.md", "intro.md", "script.csx"
_LARGE = 1_100_000
_CODE = """using System.Net.Http;

public class Script : ScriptBase
{
    public override async Task<HttpResponseMessage> ExecuteAsync()
    {
        return await Context.SendAsync(Context.Request, CancellationToken);
    }
}
"""


def _icon(rule: str, data: Callable[[str], bytes]) -> None:
    """A row: another icon, made for the brand colour."""

    @in_files(rule)
    def _(documents: dict[str, Any]) -> Iterator[Files]:
        color = documents[PROPERTIES]["properties"]["iconBrandColor"]
        yield Files({ICON: data(color)}, ICON, key="icon")


_icon("ICO010", lambda color: b"GIF89a and more")
_icon("ICO010", lambda color: b"")
_icon("ICO011", lambda color: png(color=color, least=_LARGE))
_icon("ICO012", lambda color: png(512, color=color))
_icon("ICO012", lambda color: png(160, 120, color=color))
_icon("ICO020", lambda color: png(color=f"{color}80", mode="RGBA"))
_icon("ICO021", lambda color: png(color="#123456"))
_icon("ICO022", lambda color: png(color=color, share=0.95))


@in_files("ICO030")
def _(documents: dict[str, Any]) -> Iterator[Files]:
    yield Files({ICON: png(color="#da3b01")}, ICON)


# The readme
def _readme(documents: dict[str, Any]) -> str:
    """A readme without findings."""
    info = documents[DEFINITION]["info"]
    listed = [
        operation
        for item in documents[DEFINITION]["paths"].values()
        for operation in item.values()
        if isinstance(operation, dict) and operation.get("x-ms-visibility") != "internal"
    ]
    named = "\n".join(f"### {one['summary']}\nIt is done.\n" for one in listed if "summary" in one)
    owner = documents[PROPERTIES]["properties"]["publisher"]
    return (
        f"# {info['title']}\nWhat it does.\n\n## Publisher: {owner}\n\n## Prerequisites\nAn account.\n\n"
        f"## Supported Operations\n{named}\n## Obtaining Credentials\nRegister an app and ask for its client ID, "
        "its client secret and its redirect URL.\n\n"
        "## Known Issues and Limitations\nNone.\n\n## Deployment Instructions\nImport it.\n"
    )


def _told(rule: str, by: Callable[[str], str], line: Callable[[str], int] = lambda text: 1) -> None:
    """A row: the readme is written otherwise."""

    @in_files(rule)
    def _(documents: dict[str, Any]) -> Iterator[Files]:
        text = by(_readme(documents))
        yield Files({README: text.encode()}, README, line(text))


def _of(word: str) -> Callable[[str], int]:
    return lambda text: next(index for index, one in enumerate(text.splitlines(), 1) if word in one)


_told("DOC011", lambda text: text.replace("## Known Issues and Limitations\nNone.\n\n", ""))
_told("DOC012", lambda text: f"# \n{text.partition(chr(10))[2]}")
_told("DOC015", lambda text: text.replace("An account.", "Required. Any plans or licenses."), _of("Any plans"))


@in_files("DOC010")
def _(documents: dict[str, Any]) -> Iterator[Files]:
    yield Files({README: None}, "published")


@in_files("DOC013")
def _(documents: dict[str, Any]) -> Iterator[Files]:
    owner = documents[PROPERTIES]["properties"]["publisher"]
    yield Files({README: _readme(documents).replace(f"## Publisher: {owner}\n\n", "").encode()}, README)


@in_files("DOC014")
def _(documents: dict[str, Any]) -> Iterator[Files]:
    text = _readme(documents)
    names = [one for one in text.splitlines() if one.startswith("### ")]
    if len(names) > 1:
        left = text.replace(f"{names[1]}\nIt is done.\n", "")
        line = next(index for index, one in enumerate(left.splitlines(), 1) if "Supported Operations" in one)
        yield Files({README: left.encode()}, README, line)


@in_files("INF170")
def _(documents: dict[str, Any]) -> Iterator[Files]:
    title = documents[DEFINITION]["info"]["title"]
    yield Files({README: _readme(documents).replace(f"# {title}", "# Fabrikam Bookings").encode()}, README)


@in_files("PRQ010")
def _(documents: dict[str, Any]) -> Iterator[Files]:
    for name in (".DS_Store", "Thumbs.db", "apiDefinition.swagger.json.bak"):
        yield Files({name: b"x"}, "published")


# The introduction
_NINE = "Orders are read. " * 9


_REST = (
    "\n\n## Prerequisites\n\nAn account.\n\n## How to get credentials\n\nAsk.\n\n## Get started with your "
    "connector\n\nAdd it.\n\n## Known issues and limitations\n\nNone.\n"
)


@in_files("DOC020")
def _(documents: dict[str, Any]) -> Iterator[Files]:
    yield Files({INTRO: b"Makers look things up."}, INTRO)


@in_files("DOC021")
def _(documents: dict[str, Any]) -> Iterator[Files]:
    yield Files({INTRO: f"{documents[DEFINITION]['info']['description']}{_REST}".encode()}, INTRO)


@in_files("DOC022")
def _(documents: dict[str, Any]) -> Iterator[Files]:
    yield Files({INTRO: f"{_NINE}{_REST}".encode()}, INTRO)


@in_files("DOC023")
def _(documents: dict[str, Any]) -> Iterator[Files]:
    text = f"Makers look things up.{_REST}\n## Actions\n\nGet a thing.\n"
    yield Files({INTRO: text.encode()}, INTRO, text.splitlines().index("## Actions") + 1)


# The script
def _script(rule: str, old: str, new: str, line: int = 1) -> None:
    """A row: a script that runs for one operation, written otherwise."""

    @in_files(rule)
    def _(documents: dict[str, Any]) -> Iterator[Files]:
        for _, one in unnamed(documents):
            edit = Edit("/properties/scriptOperations", [one["operationId"]], PROPERTIES)
            code = _CODE.replace(old, new).encode()
            yield Files({SCRIPT: code.ljust(_LARGE) if rule == "CSX010" else code}, SCRIPT, line, (edit,))


_script("CSX010", "", "")
_script("CSX020", "class Script", "class Handler", 3)
_script("CSX021", "ExecuteAsync", "RunAsync", 3)
_script("CSX040", "System.Net.Http;", "System.Net.Sockets;", 1)
_script("CSX050", "Context.SendAsync", "new HttpClient().SendAsync", 7)


@in_files("CSX011")
def _(documents: dict[str, Any]) -> Iterator[Files]:
    for _, one in unnamed(documents):
        edit = Edit("/properties/scriptOperations", [one["operationId"]], PROPERTIES)
        yield Files({SCRIPT: _CODE.encode(), "helper.csx": b"// Nothing yet."}, SCRIPT, 1, (edit,))


@in_files("PRP062")
def _(documents: dict[str, Any]) -> Iterator[Files]:
    for _, one in unnamed(documents):
        edit = Edit("/properties/scriptOperations", [one["operationId"]] * 2, PROPERTIES)
        _, places = printed({"properties": {**documents[PROPERTIES]["properties"], "scriptOperations": edit.value}})
        yield Files({SCRIPT: _CODE.encode()}, PROPERTIES, places["/properties/scriptOperations/1"], (edit,))


# How the definition is written
def _written(rule: str, by: Callable[[Any], tuple[str, int]]) -> None:
    @in_files(rule)
    def _(documents: dict[str, Any]) -> Iterator[Files]:
        text, line = by(documents[DEFINITION])
        yield Files({DEFINITION: text.encode()}, DEFINITION, line)


_written("SEC170", lambda document: (json.dumps(document, indent="\t", ensure_ascii=False), 2))
_written("SEC171", lambda document: (printed(document)[0].replace(",\n", ", \n", 1), 2))
_written("SEC050", lambda document: (json.dumps(document, indent=2) + " " * 1_100_000, 1))


@in_files("SEC172")
def _(documents: dict[str, Any]) -> Iterator[Files]:
    document = documents[DEFINITION]
    turned = {"paths": document["paths"], **{key: said for key, said in document.items() if key != "paths"}}
    text, places = printed(turned)
    yield Files({DEFINITION: text.encode()}, DEFINITION, places["/swagger"])


@in_files("PRP076")
def _(documents: dict[str, Any]) -> Iterator[Files]:
    yield Files({PROPERTIES: None}, "published")


@in_files("CSX061")
def _(documents: dict[str, Any]) -> Iterator[Files]:
    yield Files({SCRIPT: _CODE.encode()}, SCRIPT)


@in_files("CSX060")
def _(documents: dict[str, Any]) -> Iterator[Files]:
    for _, one in unnamed(documents):
        properties = documents[PROPERTIES]["properties"]
        asked = {**properties["connectionParameters"], "gateway": {"type": "gatewaySetting"}}
        said = {**properties, "connectionParameters": asked, "scriptOperations": [one["operationId"]]}
        line = printed({"properties": said})[1]["/properties/connectionParameters/gateway"]
        yield Files({SCRIPT: _CODE.encode()}, PROPERTIES, line, (Edit("/properties", said, PROPERTIES),))


@in_files("DOC030")
def _(documents: dict[str, Any]) -> Iterator[Files]:
    if "oauth2" in json.dumps(documents[DEFINITION]["securityDefinitions"]):
        text = _readme(documents).replace(
            "Register an app and ask for its client ID, its client secret and its redirect URL.", "Ask for them."
        )
        yield Files({README: text.encode()}, README)
