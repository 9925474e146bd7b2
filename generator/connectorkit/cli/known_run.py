"""Caches the output and exit status of runs of `check` and `build`, and replays them while the inputs are unchanged.

The key of an entry covers the arguments, the current folder, the environment, the terminal and the toolkit. The entry
contains the output of the run, and a hash of everything that it read: sources, settings files, and the folder that a
build would write. A run that changes a file is not cached, so replaying only means printing. Only runs with source
folders as arguments are cached.

Apart from the cache, this module imports only what Python loads at startup: click alone takes three times as long.
"""

from __future__ import annotations

import os
import stat
import sys

from connectorkit.write import cache, content_key

TYPE_CHECKING = False  # Importing typing takes as long as the rest of this module.
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from hashlib import blake2b
    from typing import TextIO

_KIND = "runs"
# With more sources, comparing all of them would take longer than loading a cached result for each.
_FEW = 8
_MOST = 64_000_000
_COMMANDS = ("check", "build")
# Variables that the output depends on. Their values are hashed, never stored.
_VARIABLES = frozenset(("LANG", "LANGUAGE", "NO_COLOR", "FORCE_COLOR", "TERM", "COLORTERM", "COLUMNS"))
_PREFIXES = ("CONNECTORKIT", "_CONNECTORKIT", "LC_", "PYTHON")
_SOURCE, _INNER = "connector.yaml", "connector"
_SETTINGS = ("connectorkit.toml", "pyproject.toml")
# The list of generated files, in their folder.
_MANIFEST = ".connectorkit"


class _Recording:
    """The output of a run so far, and its declared inputs; ``usable`` unless the run cannot be replayed."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.said: list[tuple[int, str]] = []
        self.reads: tuple[list[str], list[str]] | None = None
        self.state: str | None = None
        self.usable = True


_recording: _Recording | None = None
# The inputs of the entry that a run was compared with, and their state, determined before the run reads anything.
_compared: tuple[list[str], list[str], str | None] = [], [], None


def replay(arguments: Sequence[str]) -> int | None:
    """Replay a cached run and return its exit status; None if there is none, and a new run is then recorded."""
    global _recording, _compared
    _recording, _compared = None, ([], [], None)
    key = _key(arguments)
    if key is None:
        return None
    known = _load(key)
    if known is None:
        _recording = _Recording(key)
        return None
    status, said = known
    for stream, text in said:
        _print(stream, text)
    return status


def note(stream: int, data: bytes | str) -> None:
    """Record output to standard output (1) or standard error (2)."""
    if _recording is None:
        return
    if isinstance(data, str):
        # click removes colours from output to a file.
        _recording.usable = _recording.usable and "\x1b" not in data
        data = data.encode("utf-8", "surrogateescape")
    _recording.said.append((stream, data.decode("utf-8", "surrogateescape")))


def reads(given: Sequence[str], paths: Sequence[str], outs: Sequence[str] = ()) -> None:
    """Declare the inputs of a run: the SOURCEs as ``given``, their folders ``paths``, and the output folders.

    Must be called before anything is read. A run without this call is not cached.
    """
    if _recording is None:
        return
    sources = list(given) or [os.curdir]
    plain = len(sources) == len(paths) <= _FEW and all(map(_leads, sources, paths))
    if plain:
        _recording.reads = (sources, list(outs))
        *same, state = _compared
        # If the inputs have changed since then, the state at the end is another one.
        _recording.state = state if state and same == [*_recording.reads] else _state(*_recording.reads)


def forget() -> None:
    """Discard the recording: the run changed a file, read undeclared inputs, or reads and prints too much."""
    global _recording
    _recording = None


def end(status: object) -> None:
    """Save the run if it can be replayed: it was not interrupted, and its inputs are unchanged."""
    one = _recording
    if one is None or not one.usable or one.reads is None or one.state is None or status not in (0, 1):
        return
    if _state(*one.reads) == one.state:
        import json

        sources, outs = one.reads
        kept = {
            "key": one.key,
            "state": one.state,
            "sources": sources,
            "outs": outs,
            "status": status,
            "said": one.said,
        }
        cache.save(_KIND, one.key, json.dumps(kept).encode(), _MOST)


def _key(arguments: Sequence[str]) -> str | None:
    """The key of a run; None if it is not cached."""
    # On other systems, a terminal is not just a stream of bytes, and line endings differ.
    if os.name != "posix" or not arguments or arguments[0] not in _COMMANDS or cache.folder(_KIND) is None:
        return None
    streams = sys.stdout, sys.stderr
    if any(one is None or one.encoding.lower() not in ("utf-8", "utf8") for one in streams):
        return None
    chosen = sorted(
        (name, value) for name, value in os.environ.items() if name in _VARIABLES or name.startswith(_PREFIXES)
    )
    try:
        given = (list(arguments), os.getcwd(), chosen, [(one.isatty(), one.errors) for one in streams])
        digest = content_key.toolkit().copy()
    except (OSError, ValueError):
        return None
    digest.update(content_key.encoded(given))
    return digest.hexdigest()


def _load(key: str) -> tuple[int, list[tuple[int, str]]] | None:
    """The status and output under a key; None if there is no valid entry, or if the inputs of the run changed."""
    data = cache.load(_KIND, key)
    if data is None:
        return None
    import json

    try:
        kept = json.loads(data)
        state, sources, outs = kept["state"], kept["sources"], kept["outs"]
        if not all(isinstance(one, str) for one in (state, *sources, *outs)) or state != _compare(sources, outs):
            return None
        if kept["key"] != key:
            return None
        said = [(stream, str(text)) for stream, text in kept["said"]]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    whole = kept["status"] in (0, 1) and all(stream in (1, 2) for stream, _ in said)
    return (kept["status"], said) if whole else None


def _compare(sources: list[str], outs: list[str]) -> str | None:
    """The state of the inputs, which a run with the same inputs need not determine again."""
    global _compared
    _compared = sources, outs, _state(sources, outs)
    return _compared[-1]


def _leads(given: str, path: str) -> bool:
    """Whether ``given`` is the folder of a source, or the folder that contains `connector/`."""
    return os.path.normpath(path) == os.path.normpath(_folder(given)) and os.path.isfile(os.path.join(path, _SOURCE))


def _folder(given: str) -> str:
    return given if os.path.isfile(os.path.join(given, _SOURCE)) else os.path.join(given, _INNER)


def _state(sources: list[str], outs: list[str]) -> str | None:
    """A hash of the inputs of a run; None if they are too large or cannot be read."""
    digest = cache.digest(b"")
    try:
        for given in sources:
            path = _folder(given)
            digest.update(content_key.encoded(("source", given, path, os.path.realpath(path))))
            content_key.of_files(path, digest)
            for name in _settings(path):
                digest.update(content_key.encoded((name, content_key.content(name))))
        for out in outs:
            _feed_output(digest, out)
    except (OSError, OverflowError, ValueError):
        return None
    return digest.hexdigest()


def _feed(digest: blake2b, path: str) -> None:
    """Add a file to the hash; for anything else, only its mode. Raises OverflowError if the file is too large."""
    mode = os.lstat(path).st_mode if os.path.lexists(path) else 0
    data = content_key.content(path) if stat.S_ISREG(mode) else b""
    digest.update(content_key.encoded((path, mode, len(data))) + data)


def _settings(path: str) -> list[str]:
    """All settings files that can apply to a source."""
    folder, found = os.path.abspath(path), []
    while True:
        found += [name for name in (os.path.join(folder, one) for one in _SETTINGS) if os.path.isfile(name)]
        above = os.path.dirname(folder)
        if above == folder:
            return found
        folder = above


def _feed_output(digest: blake2b, out: str) -> None:
    """Add the generated files of a build folder to the hash; other files in it have no effect."""
    listed = os.path.join(out, _MANIFEST)
    digest.update(content_key.encoded((os.path.realpath(out), os.path.lexists(out), os.path.islink(out))))
    _feed(digest, listed)
    names = content_key.content(listed).decode().splitlines()[1:] if os.path.isfile(listed) else []
    folders = sorted(set(_above(names)))
    digest.update(content_key.encoded([os.path.islink(os.path.join(out, one)) for one in folders]))
    for name in names:
        _feed(digest, os.path.join(out, name))


def _above(names: list[str]) -> Iterator[str]:
    """The parent folders of files, at all levels."""
    for name in names:
        while name := os.path.dirname(name):
            yield name
            if name == os.path.dirname(name):
                break


def _print(stream: int, text: str) -> None:
    """Print recorded output unchanged; a broken pipe does not change the exit status.

    Raises SystemExit if standard output cannot be written.
    """
    to = sys.stdout if stream == 1 else sys.stderr
    try:
        to.flush()
        to.buffer.write(text.encode("utf-8", "surrogateescape"))
        to.flush()
    except OSError as error:
        discard(to)
        if stream == 1 and not isinstance(error, BrokenPipeError):
            _print(2, f"{unwritten(error)}\n")
            sys.exit(2)


def discard(to: TextIO) -> None:
    """Redirect the remaining output to the null device: Python flushes at exit, which would fail again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), to.fileno())


def unwritten(error: OSError) -> str:
    """The message that standard output cannot be written, such as on a full disk."""
    return f"standard output: cannot be written ({error.strerror or error})"
