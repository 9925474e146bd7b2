"""The command ``connectorkit``; ``--version`` and cached runs are handled before other modules are imported."""

from __future__ import annotations

import gc
import os
import sys

TYPE_CHECKING = False  # Importing typing takes as long as printing --version.
if TYPE_CHECKING:
    from typing import NoReturn

    from click import Command

# Commands that need no cleanup at the end of the process, unless they started other processes.
_PLAIN = ("check", "build")
_OTHERS = ("multiprocessing", "concurrent.futures.process", "coverage")
# The script that pip installs; on Windows, it is the file `__main__.py` in the archive `connectorkit.exe`. Every
# `python -m` starts a file with the name of this module.
_SCRIPT = "connectorkit"
_SCRIPT_ON_WINDOWS = ("connectorkit.exe", "__main__.py")


def main() -> None:
    """Run the command line and exit with its status."""
    if sys.argv[1:] == ["--version"]:
        from connectorkit import __version__

        print(f"connectorkit {__version__}")
        return
    try:
        run(sys.argv[1:])
    except SystemExit as ended:
        if sys.argv[1:2] and sys.argv[1] in _PLAIN and isinstance(ended.code, int):
            _leave(ended.code)
        raise
    except KeyboardInterrupt:
        sys.exit(130)


def run(arguments: list[str]) -> NoReturn:
    """Run the command line, or print the output of a cached run. Raises SystemExit with the exit status."""
    from connectorkit.cli import known_run

    status = known_run.replay(arguments)
    if status is not None:
        sys.exit(status)
    # Imported objects are never garbage: examining them takes a tenth of the time.
    gc.disable()
    from connectorkit.cli.commands import command

    gc.freeze()
    gc.enable()
    _run(command, arguments)


def _run(command: Command, arguments: list[str]) -> NoReturn:
    """Run the command line and cache its output."""
    from connectorkit.cli import known_run

    try:
        command(arguments, prog_name="connectorkit")
    except SystemExit as ended:
        known_run.end(ended.code or 0)
        raise
    sys.exit(0)


def _leave(status: int) -> None:
    """End the process immediately, as mypy does, unless another program called :func:`main`.

    Deallocating all objects one by one takes a tenth of the time. Output is flushed and files are closed.
    """
    if not _is_ours(getattr(sys.modules["__main__"], "__file__", None) or ""):
        return
    if "multiprocessing" in sys.modules:
        import signal

        # Everything is printed: another Ctrl-C ends the process without a traceback of its cleanup.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    watched = sys.gettrace() is not None or sys.getprofile() is not None or any(map(sys.modules.__contains__, _OTHERS))
    if watched or sys.flags.inspect:
        return
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError, AttributeError):
        return
    os._exit(status)


def _is_ours(started: str) -> bool:
    """Whether the file that Python started is the command, not another program."""
    folder, name = os.path.split(started)
    script = name == _SCRIPT or (os.path.basename(folder).lower(), name) == _SCRIPT_ON_WINDOWS
    return script or os.path.abspath(started) == os.path.abspath(__file__)


if __name__ == "__main__":
    main()
