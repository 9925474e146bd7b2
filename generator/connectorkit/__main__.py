"""The command ``connectorkit``; ``--version`` and a known run are handled before anything is imported."""

from __future__ import annotations

import gc
import sys

TYPE_CHECKING = False  # The module of this name takes as long to import as the answer to --version.
if TYPE_CHECKING:
    from click import Command


def main() -> None:
    """Run the command line and exit with its status."""
    if sys.argv[1:] == ["--version"]:
        from connectorkit import __version__

        print(f"connectorkit {__version__}")
        return
    try:
        from connectorkit.cli import known_run

        status = known_run.replay(sys.argv[1:])
        if status is not None:
            sys.exit(status)
        # What is imported stays: to look for garbage in it takes a tenth of the time.
        gc.disable()
        from connectorkit.cli.commands import command

        gc.freeze()
        gc.enable()
        _run(command)
    except KeyboardInterrupt:
        sys.exit(130)


def _run(command: Command) -> None:
    """Run the command line; what it printed is kept for the next time."""
    from connectorkit.cli import known_run

    try:
        command(prog_name="connectorkit")
    except SystemExit as ended:
        known_run.end(ended.code or 0)
        raise


if __name__ == "__main__":
    main()
