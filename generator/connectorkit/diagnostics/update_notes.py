"""Notes: what the ids of findings of `connectorkit revise` and `connectorkit update` mean."""

from __future__ import annotations

UPDATE_NOTES = (
    (
        "REV010",
        "References use the newest revision",
        "A drop-down or a check that still calls the old revision calls an operation that will be deprecated.",
        "When the new revision is ready, run `connectorkit revise OPERATION --references`.",
    ),
    (
        "UPD010",
        "The vendor still has each operation",
        "Saved flows call it, so an update does not remove it.",
        "Mark it as deprecated, and remove it when nothing uses it; `connectorkit diff` shows what that breaks.",
    ),
    (
        "UPD011",
        "The vendor still has each input",
        "Saved flows contain a value for it, so an update does not remove it.",
        "Remove it in the next version of the operation (`connectorkit revise`), or keep it if it does no harm.",
    ),
    (
        "UPD012",
        "The vendor still has each property and response",
        "Saved flows may use it, so an update does not remove it.",
        "Remove it in the next version of the operation (`connectorkit revise`), or keep it if it does no harm.",
    ),
    (
        "UPD013",
        "The vendor still has each choice",
        "Saved flows may contain it, so an update does not remove it.",
        "Remove it when no flow uses it.",
    ),
    (
        "UPD020",
        "The vendor and the source do not change the same value",
        "It is unclear which of the two is correct.",
        "Decide, edit the source, and update again; `--partial` writes the other changes.",
    ),
    (
        "UPD030",
        "A change of the vendor can be written to the YAML",
        "The source expresses this part differently than the vendor, for example with a type that several operations "
        "share.",
        "Make the change by hand and update again; `--partial` writes the other changes.",
    ),
    (
        "UPD040",
        "Texts of the vendor are not lost",
        "The source has its own text, which is kept. The vendor's text may contain something new.",
        "Copy new information by hand.",
    ),
)
