"""The command ``connectorkit``; ``--version`` is handled before anything is imported."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and exit with its status."""
    if sys.argv[1:] == ["--version"]:
        from connectorkit import __version__

        print(f"connectorkit {__version__}")
        return
    try:
        from connectorkit.cli.commands import command

        command(prog_name="connectorkit")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
