"""Changes of x-ms-pageable in the `pages` of a source."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from connectorkit.edit.yaml_tree import Changes, YamlTree
from connectorkit.importing.swagger2 import paging
from connectorkit.model import json_pointer
from connectorkit.model.connector import UNSET, Json
from connectorkit.read.yaml_document import Node
from connectorkit.sandbox.shapes.response_paths import spelled
from connectorkit.update import steps
from connectorkit.update.sides import Plain, mapping
from connectorkit.update.steps import Step

KEY = "x-ms-pageable"
_OPERATION = 3


@dataclass(frozen=True, slots=True)
class Pageable:
    """Finds the changes. ``node`` returns the node for a pointer of ``current``."""

    text: YamlTree
    current: Plain
    node: Callable[[str], Node | None]

    def declares(self, step: Step) -> bool:
        """Whether `pages` declare what a step changes, so that a change under `extra` would contradict them."""
        operation = self.node(step.pointer) if step.key == KEY else None
        pages = operation.get("pages") if operation is not None else None
        platform = pages.get("platform") if pages is not None else None
        return platform is not None and platform.value is not False

    def ways(self, step: Step) -> Iterator[Changes | None]:
        """The possible changes of `pages` for a step; none for a step about anything else."""
        operation, at = self.node(step.pointer), json_pointer.split(step.pointer)
        if step.key != KEY or operation is None or len(at) != _OPERATION:
            return
        pages = operation.get("pages")
        if step.kind == "remove":
            platform = pages.get("platform") if pages is not None else None
            if pages is not None and platform is not None:
                yield self.text.remove_entry(pages, platform, pages.keys["platform"])
            return
        if pages is not None:
            yield self._edited(pages, step, mapping(json_pointer.find(self.current, f"{step.pointer}/{KEY}", UNSET)))
            return
        whole = steps.made(self.current, [step], {})
        made = paging.linked(whole, at[2], mapping(json_pointer.find(whole, step.pointer, UNSET)))
        if made is not None:
            yield self.text.insert_entry(operation, "pages", made)

    def _edited(self, pages: Node, step: Step, before: Plain) -> Changes | None:
        """`pages` with the new value: the link, the list, and `platform`."""
        after = mapping(step.value)
        link, following, items = after.get("nextLinkName"), pages.get("next"), pages.get("items")
        if not isinstance(link, str) or not link or following is None or not after.keys() <= paging.KEYS:
            return None
        parts: list[Changes | None] = []
        if following.value != spelled(link):
            parts.append(self.text.set_scalar(following, spelled(link)))
        old, new = (_rows(one) for one in (before, after))
        if items is not None and new != old and items.value == old:
            parts.append(self.text.set_scalar(items, new))
        said, platform = paging.for_platform(after), pages.get("platform")
        if platform is None:
            parts.append(self.text.insert_entry(pages, "platform", said))
        elif platform.plain() != said:
            parts.append(self.text.set_value(platform, said))
        return None if None in parts else tuple(change for one in parts for change in one or ())


def _rows(said: Plain) -> Json:
    """The response path of the items."""
    return f"{spelled(str(said.get('itemName', 'value')))}[]"
