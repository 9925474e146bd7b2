"""How many mutants of a server the generated suite catches: ``python -m tests.contract.measure SOURCE``.

Each mutant is put before a true sandbox; the file of its operation is run against it in this process, all but the
faults, and has to fail with a message that names the operation and the place.
"""

from __future__ import annotations

import contextlib
import importlib.util
import io
import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import parse_qs, urlsplit

import click
import pytest

from connectorkit import pipeline
from connectorkit.contract import page_walk
from connectorkit.contract.contract import Contract
from connectorkit.contract.contract_types import Request
from connectorkit.contract.request import MISSING, wire, without
from connectorkit.importing import run as importing
from connectorkit.model.json_value import mapping
from connectorkit.sandbox.server.policies import demands
from connectorkit.sandbox.server.server import serve
from connectorkit.sandbox.shapes import document_file, policies, response_paths
from connectorkit.sandbox.shapes.document_types import Document, Route
from connectorkit.sandbox.shapes.sandbox_types import OperationRule
from connectorkit.write import new_folder
from tests.contract import mutants, page_mutants
from tests.contract.mutants import Mutant
from tests.contract.proxy import Back, Doc, Mutation, Proxy
from tests.sampling import sampled

# Each mutant costs a start of pytest: parts that do not affect the verdict are disabled. The collector of unraisable
# exceptions alone takes a third of a run, since it walks all objects of the process.
WITHOUT = """
cacheprovider debugging doctest faulthandler junitxml legacypath logging pastebin setuponly setupplan stepwise subtests
threadexception unittest unraisableexception
""".split()
QUICK = ["-q", "-x", "--tb=line", "-c", "/dev/null", "--disable-plugin-autoload", *(f"-pno:{one}" for one in WITHOUT)]


def built(source: Path, folder: Path) -> Path:
    """The suite of a source beside its client; a published connector is imported first."""
    if not (source / "connector.yaml").is_file():
        new_folder.fill(folder / "source", importing.files(source)[0])
        source = folder / "source"
    new_folder.fill(folder / "build", pipeline.build(source, ("client", "tests")).files)
    return folder / "build" / "contract_tests"


class Bench:
    """A suite with a sandbox and the proxy before it."""

    def __init__(self, suite: Path, spec: Document, proxy: Proxy, contract: Contract) -> None:
        self.suite, self.spec, self.proxy, self.contract = suite, spec, proxy, contract
        self.files = {str(module.OPERATION): path for path, module in _modules(suite)}
        self.modules = {str(module.OPERATION): module for _, module in _modules(suite)}

    def mutants(self) -> Iterator[Mutant]:
        """All mutants of the spec, operation by operation, made from true responses."""
        self.proxy.mutation = Mutation()
        self.contract.control("reset", {})
        for route in self.spec["routes"]:
            module = self.modules[route["operation"]]
            with contextlib.suppress(AssertionError):
                yield from self._of(route, module)

    def _of(self, route: Route, module: ModuleType) -> Iterator[Mutant]:
        name, request, before = route["operation"], module.REQUEST, module.BEFORE
        answer = self.contract.call(request, before)
        if answer.status != route["status"] or (getattr(module, "EXAMPLE", None) is None and route["result"]):
            return
        new = {path for path, value in getattr(module, "EXAMPLE", {}).items() if "Some(" in repr(value)}
        for one in mutants.of_fields(name, answer.document, route["result"] or {}, True):
            # Another value is as good where all are new each time.
            if one.kind != "another value" or one.place not in new:
                yield one
        refusals: dict[int, Any] = getattr(module, "REFUSALS", {})
        for status, document in self._refusals(module, refusals).items():
            yield from mutants.of_fields(name, document, None, False, f"{status} ")
        yield from mutants.of_status(name, [route["status"], *refusals])
        required = getattr(module, "REQUIRED", [])
        yield from mutants.of_required(name, required, request)
        yield from mutants.of_bounds(name, getattr(module, "BOUNDS", []))
        right = self._right(request) if not route["open"] else {}
        yield from mutants.of_access(name, right)
        yield from self._of_policies(route, request)
        back = Back(answer.status, [("Content-Type", "application/json")], answer.text.encode())
        yield from mutants.of_deeds(name, route["method"], right, back)
        headers = [one for one in ("Content-Type", "Location") if answer.header(one) and (answer.text or one[0] == "L")]
        headers += ["Retry-After"] if 429 in refusals else []
        yield from mutants.of_headers(name, headers)
        yield from self._of_lists(route, getattr(module, "PAGES", None))
        if "callback" in route and route["event"]:
            yield from mutants.of_event(name, mapping(self.contract.control(f"events/{name}", {}).document)["event"])

    def _of_policies(self, route: Route, request: Request) -> Iterator[Mutant]:
        sent = wire(request, "", self.spec, self.contract.credentials, {})
        query = parse_qs(urlsplit(sent.target).query, keep_blank_values=True)
        headers = {name.lower(): value for name, value in sent.headers.items()}
        demanded = [one for one in demands(policies.steps(route)) if one.name != "content-type"]
        yield from mutants.of_policies(route["operation"], demanded, headers, query)

    def _of_lists(self, route: Route, pages: Doc | None) -> Iterator[Mutant]:
        if pages is not None:
            names = pages["pages"]
            numbered = "by" not in names and "first" not in names and not names.get("places")
            yield from page_mutants.of_lists(route["operation"], pages["items"], names["page"] if numbered else "")
            places = {word: page_walk.input_place(names, word) for word in ("page", "size") if names.get(word)}
            yield from page_mutants.of_pages(route["operation"], names, places)
        elif "list" in self._rule(route["operation"]):
            rows = next((one.path for one in response_paths.paths(route["result"]) if "array" in one.kinds), "")
            yield from page_mutants.of_lists(route["operation"], rows, "")

    def _rule(self, operation: str) -> OperationRule:
        return self.spec["sandbox"].get("operations", {}).get(operation, {})

    def _right(self, request: Request) -> dict[str, str]:
        """The headers that right credentials travel in."""
        with_them = wire(request, "", self.spec, self.contract.credentials, {})
        bare = wire(request, "", self.spec, self.contract.credentials, {}, MISSING)
        return {name: value for name, value in with_them.headers.items() if name not in bare.headers}

    def _refusals(self, module: ModuleType, refusals: dict[int, Any]) -> dict[int, Any]:
        """A refusal of each status that the suite provokes."""
        found: dict[int, Any] = {}
        known = self.contract.prepared(module.BEFORE)
        answers = [self.contract.send(module.REQUEST, {}, MISSING)] if 401 in refusals else []
        required = list(getattr(module, "REQUIRED", []))
        answers += [self.contract.send(without(module.REQUEST, path), known) for path in required[:1]]
        for one in answers:
            if one.status >= 400:
                found[one.status] = one.document
        for status in (429, 500):
            if status in refusals:
                found[status] = self.contract.fails(module.REQUEST, module.BEFORE, status).document
        return found

    def caught(self, mutant: Mutant) -> tuple[bool, str]:
        """Whether the suite fails before a mutant and names it, and what pytest printed."""
        status, text = self.verdict(mutant.mutation, [self.files[mutant.operation]])
        if not status and mutant.kind == "not done":
            ended = [
                one["operation"]
                for one in self.spec["routes"]
                if (ending := one.get("unsubscribe")) is not None and ending["operation"] == mutant.operation
            ]
            status, text = self.verdict(mutant.mutation, [self.files[one] for one in ended]) if ended else (0, text)
        place = response_paths.spelled((response_paths.split(mutant.place) or ("",))[-1])
        return status == 1 and mutant.operation in text and place.strip("[]") in text, text

    def verdict(self, mutation: Mutation, files: list[Path]) -> tuple[int, str]:
        """Exit status and output of the tests in files, all but the faults, before a proxy with the mutation."""
        self.contract.control("reset", {})
        self.proxy.mutation = mutation
        # Another suite of this process may have a module of the same name, which pytest would refuse.
        for path in files:
            if getattr(sys.modules.get(path.stem), "__file__", str(path)) != str(path):
                del sys.modules[path.stem]
        out = io.StringIO()
        # Without a starting folder, pytest reads all files beside each folder above the suite.
        below = [f"--rootdir={self.suite}", f"--confcutdir={self.suite}"]
        target = [f"--base-url={self.proxy.url}", "--full", "-k", "not test_fault"]
        with contextlib.redirect_stdout(out):
            status = pytest.main([*QUICK, *below, *target, *map(str, files)])
        return int(status), out.getvalue()


def _modules(suite: Path) -> Iterator[tuple[Path, ModuleType]]:
    for path in sorted(suite.glob("test_*.py")):
        found = importlib.util.spec_from_file_location(f"read_{path.stem}", path)
        assert found is not None and found.loader is not None
        module = importlib.util.module_from_spec(found)
        with warnings.catch_warnings(action="ignore"):  # The marks are known once the suite is configured.
            found.loader.exec_module(module)
        yield path, module


@contextlib.contextmanager
def bench(suite: Path) -> Iterator[Bench]:
    """A suite with its own sandbox behind a proxy."""
    spec = document_file.read(suite / document_file.NAME)
    with serve(spec) as running, Proxy(spec, running.url) as proxy:
        credentials = {one["name"]: "sandbox" for one in spec["credentials"]}
        yield Bench(suite, spec, proxy, Contract(spec, proxy.url, credentials))


def features(mutant: Mutant) -> tuple[str, str]:
    """The kinds and operations that a sample of mutants must cover."""
    return mutant.kind, mutant.operation


@click.command()
@click.argument("source", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--sample", default=0, help="How many mutants to try, more if some kind would be missing; all when left out."
)
@click.option("--seed", default=1, show_default=True)
@click.option("--only", default="", help="Only mutants whose description holds this text.")
def main(source: Path, sample: int, seed: int, only: str) -> None:
    """Try the mutants of SOURCE and print those that were not caught."""
    tried: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder, bench(built(source.resolve(), Path(folder))) as made:
        true, text = made.verdict(Mutation(), sorted(made.files.values()))
        everything = [one for one in made.mutants() if only in str(one)]
        click.echo(f"the true sandbox: {text.strip().splitlines()[-1]}")
        share = sample / max(len(everything), 1) if sample else 1.0
        for mutant in sampled(everything, share, str(seed), features):
            caught, text = made.caught(mutant)
            tried[mutant.kind] += 1
            if not caught:
                missed[mutant.kind] += 1
                told = "fails elsewhere" if "FAILED" in text or "ERROR" in text else "passes"
                click.echo(f"not caught ({told}): {mutant}")
    for kind in sorted(tried):
        click.echo(f"{kind}: {tried[kind] - missed[kind]} of {tried[kind]}")
    total = sum(tried.values())
    click.echo(f"caught: {total - sum(missed.values())} of {total} ({len(everything)} in all)")
    sys.exit(1 if missed or true else 0)


if __name__ == "__main__":
    main()
