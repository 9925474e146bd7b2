"""Ways to spoil a package: each changes the entries of a good one, and names what must be reported."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from collections.abc import Callable
from typing import Any, NamedTuple

from connectorkit.read import archive as reading
from connectorkit.write import archive

Flow = dict[str, Any]  # JSON that tests take apart.

Entries = dict[str, bytes]
ICON = "_iconblob.Png"
DEFINITION = "_openapidefinition.json"


class Layers(NamedTuple):
    """A certification zip, taken apart: its root, and the solutions."""

    root: Entries
    connector: Entries
    flow: Entries


def taken_apart(data: bytes) -> Layers:
    """The layers of a certification zip."""
    root = opened(data)
    assets = opened(root["package.zip"])
    connector, flow = sorted(assets, key=len)
    return Layers(root, opened(assets[connector]), opened(assets[flow]))


def opened(data: bytes) -> Entries:
    """The entries of a zip."""
    whole, findings = reading.read("x.zip", data)
    assert whole is not None, findings
    return dict(whole.entries)


def put_together(layers: Layers, folder: str = "PkgAssets", **more: bytes) -> bytes:
    """The certification zip of ``layers``; ``more`` are further files beside the solutions."""
    assets = {
        f"{folder}/Connector.zip": archive.pack(layers.connector),
        f"{folder}/Flow.zip": archive.pack(layers.flow),
    }
    assets |= {f"{folder}/{name}.zip": data for name, data in more.items()}
    return archive.pack({**layers.root, "package.zip": archive.pack(assets)})


def named(entries: Entries, end: str) -> str:
    """The entry whose name ends so."""
    return next(name for name in entries if name.endswith(end))


def replaced(entries: Entries, end: str, old: str, new: str) -> None:
    """Change the text of an entry; the old text must be there."""
    name = named(entries, end)
    text = entries[name].decode()
    assert old in text, f"{old} is not in {name}"
    entries[name] = text.replace(old, new).encode()


def flow_changed(layers: Layers, change: Callable[[Flow], None]) -> None:
    """Change the JSON of the sample flow."""
    name = next(name for name in layers.flow if name.startswith("Workflows/"))
    value = json.loads(layers.flow[name])
    change(value["properties"])
    layers.flow[name] = json.dumps(value).encode()


def raw(*infos: tuple[zipfile.ZipInfo, bytes]) -> bytes:
    """A zip of entries as they are given, however wrong."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for info, data in infos:
            made.writestr(info, data)
    return buffer.getvalue()


def plain(name: str, data: bytes = b"x") -> bytes:
    """A zip with one entry of this very name."""
    return raw((zipfile.ZipInfo(name), data))


def link() -> bytes:
    """A zip whose entry is a symbolic link."""
    info = zipfile.ZipInfo("intro.md")
    info.external_attr = 0o120777 << 16
    return raw((info, b"/etc/passwd"))


def bomb() -> bytes:
    """A zip of 200 kB that unpacks to 200 MB."""
    info = zipfile.ZipInfo("solution.xml")
    info.compress_type = zipfile.ZIP_DEFLATED
    return raw((info, b"\0" * 200_000_000))


def liar() -> bytes:
    """A bomb that declares a size of ten bytes."""
    data = bytearray(bomb())
    for mark, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        start = data.find(mark)
        struct.pack_into("<I", data, start + at, 10)
    return bytes(data)


def encrypted() -> bytes:
    """A zip with an entry marked as encrypted."""
    data = bytearray(plain("solution.xml"))
    for mark, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        start = data.find(mark)
        data[start + at] |= 1
    return bytes(data)


def crowd() -> bytes:
    """A zip of ten thousand entries."""
    return archive.pack({f"{number}.txt": b"" for number in range(10_000)})


def twice() -> bytes:
    """A zip in which two names differ in letter case only."""
    return raw((zipfile.ZipInfo("solution.xml"), b"a"), (zipfile.ZipInfo("Solution.xml"), b"b"))
