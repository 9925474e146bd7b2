"""CPU time of all rules in process, as a share of what openapi-spec-validator alone needs for the same swagger.

The connectors are those of a folder of published ones beside this repository, or else the built one. Reading is
excluded for both rules and validator; the walk that the rules share is included. Each figure is the least of several
runs.
"""

from __future__ import annotations

import copy
import json
import statistics
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from openapi_spec_validator import OpenAPIV2SpecValidator

from connectorkit.check import check
from connectorkit.check.engine import run
from connectorkit.check.engine.connector_index import subject
from connectorkit.check.rules import RULES

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT.parent / "shared" / "corpus"
BUILT = ROOT / "build" / "connector"
TIMES = 3
Plain = dict[str, Any]


def least(call: Callable[[], object], times: int = TIMES) -> float:
    """The least CPU time of several calls, in seconds."""
    found = []
    for _ in range(times):
        start = time.process_time()
        call()
        found.append(time.process_time() - start)
    return min(found)


def connectors() -> Iterator[tuple[Plain, Plain | None, str]]:
    """Definition, properties and profile of each connector that can be read."""
    folders = sorted({path.parent for path in CORPUS.rglob("*piDefinition.swagger.json")}) if CORPUS.is_dir() else []
    for folder in folders or [BUILT]:
        checked = check.check(folder)
        definition, properties = (
            checked.documents.get(name) for name in ("apiDefinition.swagger.json", "apiProperties.json")
        )
        if isinstance(definition, dict):
            yield definition, properties if isinstance(properties, dict) else None, checked.profile


def judged(definition: Plain, properties: Plain | None, profile: str) -> int:
    """How many breaches all rules find; the connector is walked again."""
    return sum(1 for _ in run.run(subject(definition, properties, published=True, profile=profile), RULES, profile))


def validated(definition: Plain) -> int:
    """How many errors the validator finds."""
    try:
        return sum(1 for _ in OpenAPIV2SpecValidator(definition).iter_errors())
    except Exception:
        return 1


def larger(definition: Plain, times: int) -> Plain:
    """A connector with all paths repeated ``times``, with unique names."""
    made = {**definition, "paths": {}}
    for number in range(times):
        for path, item in copy.deepcopy(definition["paths"]).items():
            for operation in item.values():
                if isinstance(operation, dict) and "operationId" in operation:
                    operation["operationId"] += f"_{number}"
            made["paths"][f"/n{number}{path}"] = item
    return made


def main() -> None:
    """Print the median share over all connectors, and how the time grows with the size of one."""
    shares, absolute = [], []
    for definition, properties, profile in connectors():
        rules = least(partial(judged, definition, properties, profile))
        absolute.append(rules * 1000)
        shares.append(rules / least(partial(validated, definition), 1))
    middle = statistics.median(shares)
    print(
        f"{len(RULES)} rules on {len(shares)} connectors: median {statistics.median(absolute):.1f} ms of CPU, "
        f"{middle:.2f} of what openapi-spec-validator needs (goal 0.33), worst {max(shares):.2f}"
    )
    definition = json.loads((BUILT / "apiDefinition.swagger.json").read_bytes())
    one = least(partial(judged, definition, None, "certified"))
    for times in (2, 4, 8, 16):
        grown = larger(definition, times)
        share = least(partial(judged, grown, None, "certified")) / one / times
        print(f"ClickSend {times} times over: {share:.2f} of the time for each part (linear: 1)")


if __name__ == "__main__":
    main()
