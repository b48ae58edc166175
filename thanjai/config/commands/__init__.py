"""The subcommands of `thanjai`: one module each, whose `command` is a click command named like the module."""
