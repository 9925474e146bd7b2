"""Rules about icon.png: its format, its background, and whether it belongs in the folder."""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple, cast

from connectorkit.check.engine.connector_index import Subject
from connectorkit.check.engine.properties import default_color, properties_of
from connectorkit.check.engine.rule import Hit, Rule, Severities
from connectorkit.model.file_names import ICON
from connectorkit.model.json_value import Json
from connectorkit.write import memo

LEAST, MOST = 100, 230
MAX_BYTES = 1 << 20
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_DRAWN = 1024
_ADVICE = Severities("advice", "off", "off")
# The largest difference in red, green and blue of two colours that look the same.
_SAME = 12

Color = tuple[int, int, int]


class Picture(NamedTuple):
    """A decoded icon; sizes in pixels. ``corners`` are colours; ``box`` bounds the pixels that differ from them."""

    width: int
    height: int
    transparent: bool
    corners: tuple[Color, ...]
    box: tuple[int, int, int, int] | None


def _size(data: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG, from its header; None for other data."""
    if not data.startswith(_SIGNATURE) or data[12:16] != b"IHDR" or len(data) < 24:
        return None
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def _picture(subject: Subject) -> Picture | None:
    """The decoded icon; None when there is none, or when it cannot be decoded or is too large."""
    data = subject.files.get(ICON)
    size = _size(data) if data is not None and len(data) <= MAX_BYTES else None
    return None if data is None or size is None or not 0 < max(size) <= _DRAWN else _drawn(data)


@lru_cache(maxsize=2)
def _drawn(data: bytes) -> Picture | None:
    """The icon, decoded once for each picture: Pillow takes longer to import than most rules together."""
    return memo.once("icons", (data,), lambda: _decoded(data), _packed, _unpacked)


def _packed(picture: Picture | None) -> Json:
    if picture is None:
        return None
    corners = [list[Json](one) for one in picture.corners]
    box = None if picture.box is None else list[Json](picture.box)
    return [picture.width, picture.height, picture.transparent, list[Json](corners), box]


def _unpacked(packed: Json) -> Picture | None:
    """The reverse; as Picture has it, since the key covers the toolkit."""
    if packed is None:
        return None
    width, height, transparent, corners, box = cast("list[Any]", packed)
    return Picture(width, height, transparent, tuple(tuple(one) for one in corners), tuple(box) if box else None)


def _decoded(data: bytes) -> Picture | None:
    from PIL import Image, ImageChops

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            image = Image.open(io.BytesIO(data), formats=["PNG"])
            drawn = image.convert("RGBA")
    except Exception:
        # Pillow raises many exceptions for a broken file, which another rule reports.
        return None
    least = drawn.getchannel("A").getextrema()[0]
    plain = drawn.convert("RGB")
    edges = [(x, y) for x in (0, plain.width - 1) for y in (0, plain.height - 1)]
    corners = tuple(_color(plain.getpixel(place)) for place in edges)
    apart = ImageChops.difference(plain, Image.new("RGB", plain.size, corners[0]))
    box = apart.convert("L").point([0 if level < 24 else 255 for level in range(256)]).getbbox()
    return Picture(*plain.size, bool(isinstance(least, (int, float)) and least < 255), corners, box)


def _color(pixel: object) -> Color:
    red, green, blue = pixel if isinstance(pixel, tuple) else (0, 0, 0)
    return int(red), int(green), int(blue)


def _hit(message: str, way: str = "") -> Hit:
    return Hit("", message, way, document=ICON)


def _png(subject: Subject) -> Iterator[Hit]:
    data = subject.files.get(ICON)
    if data is None:
        return
    size = _size(data)
    if size is None:
        yield _hit("The icon is not a PNG picture.")
    elif len(data) <= MAX_BYTES and 0 < max(size) <= _DRAWN and subject.once(_picture) is None:
        yield _hit("The icon cannot be read: the file is damaged or truncated.")


def _bytes(subject: Subject) -> Iterator[Hit]:
    size = len(subject.files.get(ICON, b""))
    if size > MAX_BYTES:
        yield _hit(f"The icon has {size:,} bytes; it must be smaller than 1 MB.")


def _measures(subject: Subject) -> Iterator[Hit]:
    size = _size(subject.files.get(ICON, b""))
    if size is None:
        return
    width, height = size
    if width != height:
        yield _hit(f"The icon is {width} pixels wide and {height} high; it must be square.")
    elif not LEAST <= width <= MOST:
        yield _hit(f"The icon is {width} pixels wide; {LEAST} to {MOST} are allowed.")


def _opaque(subject: Subject) -> Iterator[Hit]:
    picture = subject.once(_picture)
    if picture is not None and picture.transparent:
        yield _hit("Parts of the icon are transparent.")


def _background(subject: Subject) -> Iterator[Hit]:
    picture, color = subject.once(_picture), _brand(subject)
    if picture is None or picture.transparent or color is None or default_color(subject):
        return
    other = next((corner for corner in picture.corners if not _alike(corner, color)), None)
    if other is not None:
        shown = "#{:02x}{:02x}{:02x}"
        yield _hit(f"The background of the icon is {shown.format(*other)}; the brand colour is {shown.format(*color)}.")


def _brand(subject: Subject) -> Color | None:
    value = properties_of(subject).get("iconBrandColor")
    try:
        text = value if isinstance(value, str) and len(value) == 7 and value[0] == "#" else ""
        return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)
    except ValueError:
        return None


def _alike(one: Color, other: Color) -> bool:
    return all(abs(a - b) <= _SAME for a, b in zip(one, other, strict=True))


def _share(subject: Subject) -> Iterator[Hit]:
    picture = subject.once(_picture)
    if picture is None or picture.box is None or picture.transparent or len(set(picture.corners)) > 1:
        return
    left, top, right, bottom = picture.box
    most = max((right - left) / picture.width, (bottom - top) / picture.height)
    if most > 0.72:
        yield _hit(f"The logo fills {most:.0%} of the icon; it should fill less than 70%.")


def _unwanted(subject: Subject) -> Iterator[Hit]:
    if ICON in subject.files and subject.published:
        yield _hit("The folder contains its own icon.")


RULES = (
    Rule(
        "ICO010",
        "An icon is a PNG picture",
        why="The gallery supports no other format.",
        source="certification policy 5000.2.1.3",
        severity=Severities("error", "error", "warning"),
        help="Save it as PNG.",
        bad="files: {icon.png: GIF89a}",
        good="files: {icon.png: {size: 160}}",
        check=_png,
    ),
    Rule(
        "ICO011",
        "An icon is smaller than 1 MB",
        why="A submission does not accept a larger icon.",
        source="certification policy 5000.2.1.2",
        severity=Severities("error", "error", "warning"),
        help="Save a smaller file; 230 by 230 pixels are enough.",
        bad="files: {icon.png: {size: 160, least: 1100000}}",
        good="files: {icon.png: {size: 160}}",
        check=_bytes,
    ),
    Rule(
        "ICO012",
        "An icon is square, with 100 to 230 pixels a side",
        why="Other icons are refused on submission, or look blurred.",
        source="certification policy 5000.2.1.4",
        severity=Severities("error", "warning", "advice"),
        help="Scale it to 230 by 230 pixels.",
        bad="files: {icon.png: {size: 512}}",
        good="files: {icon.png: {size: 230}}",
        check=_measures,
    ),
    Rule(
        "ICO020",
        "An icon is not transparent",
        why="Icons are shown on light and dark backgrounds, where a logo could become invisible.",
        source="certification policy 5000.2.1.5",
        severity=Severities("error", "off", "off"),
        help="Fill the background with the brand colour.",
        bad='files: {icon.png: {size: 160, color: "#da3b0180", mode: RGBA}}',
        good="files: {icon.png: {size: 160}}",
        check=_opaque,
    ),
    Rule(
        "ICO021",
        "The background of an icon is the brand colour",
        why="The designer shows the colour around the icon.",
        source="certification submission",
        severity=Severities("warning", "off", "off"),
        help="Fill the background with the brand colour, or use the colour of the icon as the brand colour.",
        bad='files: {icon.png: {size: 160, color: "#0a7cc1"}}',
        good='files: {icon.png: {size: 160, color: "#da3b01"}}',
        check=_background,
    ),
    Rule(
        "ICO022",
        "A logo leaves a margin",
        why="The designer rounds and shrinks the icon, so a logo that fills it is cropped.",
        source="certification submission",
        severity=_ADVICE,
        help="Make it fill less than 70% of the width and of the height.",
        bad="files: {icon.png: {size: 160, share: 0.9}}",
        good="files: {icon.png: {size: 160, share: 0.6}}",
        check=_share,
    ),
    Rule(
        "ICO030",
        "The folder of an independent publisher has no icon",
        why="Their connectors share one icon, which Microsoft adds.",
        source="checklist of the repository",
        severity=Severities("off", "advice", "off"),
        help="Remove the icon.",
        good="published: {indent: 2}",
        check=_unwanted,
    ),
)
