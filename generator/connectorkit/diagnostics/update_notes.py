"""Notes: what the ids of findings of `connectorkit revise` and `connectorkit update` mean."""

from __future__ import annotations

UPDATE_NOTES = (
    (
        "REV010",
        "References lead to the newest revision",
        "A drop-down or a check that still calls the old revision calls what will be deprecated.",
        "Let it lead to the new revision once that one is ready: `connectorkit revise OPERATION --references`.",
    ),
    (
        "UPD010",
        "The vendor still has each operation",
        "Saved flows call it, so that an update does not remove it.",
        "Mark it as deprecated, and remove it when nothing uses it; `connectorkit diff` shows what that breaks.",
    ),
    (
        "UPD011",
        "The vendor still has each input",
        "Saved flows hold a value for it, so that an update does not remove it.",
        "Remove it in a next version of the operation (`connectorkit revise`), or keep it where it does no harm.",
    ),
    (
        "UPD012",
        "The vendor still has each property and response",
        "Saved flows may use it, so that an update does not remove it.",
        "Remove it in a next version of the operation (`connectorkit revise`), or keep it where it does no harm.",
    ),
    (
        "UPD013",
        "The vendor still has each choice",
        "Saved flows may hold it, so that an update does not remove it.",
        "Remove it when no flow uses it.",
    ),
    (
        "UPD020",
        "The vendor and the source do not change the same",
        "Nothing tells which of both is right.",
        "Decide, write it into the source, and update again; `--partial` makes the other changes.",
    ),
    (
        "UPD030",
        "A change of the vendor can be made in the text",
        "The source says the place in another way than the vendor, such as with a shape that several operations share.",
        "Make the change by hand and update again; `--partial` makes the other changes.",
    ),
    (
        "UPD040",
        "Texts of the vendor are not lost",
        "A person wrote another text, which stays. The one of the vendor may hold something new.",
        "Take over what is new by hand.",
    ),
)
