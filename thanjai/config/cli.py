"""The command line. A module in `thanjai.config.commands` is a subcommand; adding a file adds a command.

Modules are imported only when their command is called, so that `thanjai --help` needs no database.
"""

from __future__ import annotations

import os
import pkgutil
from importlib import import_module

import click

import thanjai.config.commands
from thanjai.kernel.postgres_place import PostgresUnavailable

PRIVATE = 0o066
"""Files that we write are for our own eyes; folders can be passed through, as the database's own user must."""


class CommandFolder(click.Group):
    """A group whose subcommands are the modules of a package (`pack_check.py` is `pack-check`)."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all subcommands, sorted."""
        names = (module.name for module in pkgutil.iter_modules(thanjai.config.commands.__path__))
        return sorted(name.replace("_", "-") for name in names if not name.startswith("_"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The subcommand of this name, or None."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = import_module(f"{thanjai.config.commands.__name__}.{cmd_name.replace('-', '_')}")
        command = module.command
        assert isinstance(command, click.Command)
        return command


@click.group(cls=CommandFolder, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="thanjai")
def thanjai_command() -> None:
    """Thanjai: public services online, from the citizen manual to the signed licence."""


def main() -> None:
    """Run the command line; a database that cannot be had is an error message, not a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thanjai.config.settings")
    os.umask(PRIVATE)
    try:
        thanjai_command(prog_name="thanjai")
    except PostgresUnavailable as reason:
        raise SystemExit(f"thanjai: {reason}") from None


if __name__ == "__main__":
    main()
