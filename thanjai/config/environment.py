"""What an installation tells us through its environment. Secrets may also lie in files, as service managers hand them.

For every secret THANJAI_X there is THANJAI_X_FILE. Whatever is read here as a secret is never shown in a log.
"""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

from thanjai.kernel.logs import never_show


class BadSetting(RuntimeError):
    """A setting cannot be used; the message names it and says what to do."""


def secret(name: str, default: str = "") -> str:
    """The secret of this name, from the variable or from the file that NAME_FILE names. Raises BadSetting."""
    given, path = os.environ.get(name, ""), os.environ.get(f"{name}_FILE", "")
    if given and path:
        raise BadSetting(f"{name} and {name}_FILE are both set. Set one of them.")
    if path:
        try:
            given = Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            reason = error.strerror or "it cannot be read"
            raise BadSetting(f"{name}_FILE names {path}, but: {reason}. Mend the path or its rights.") from None
        if not given:
            raise BadSetting(f"{name}_FILE names {path}, which is empty. Write the secret into it.")
    never_show(given)
    return given or default


def address(name: str, default: str) -> str:
    """A URL that may hold a password, from the variable or from a file. Raises BadSetting."""
    given = secret(name) or default
    never_show(urlsplit(given).password or "")
    return given


def take_in(*names: str) -> None:
    """Read secrets from their files into the variables, for whoever looks there, our own child processes included."""
    for name in names:
        if value := secret(name):
            os.environ[name] = value
            os.environ.pop(f"{name}_FILE", None)


def switch(name: str, default: bool = False) -> bool:
    """1 or 0. Raises BadSetting for anything else."""
    given = os.environ.get(name, "")
    if given not in ("", "0", "1"):
        raise BadSetting(f"{name} must be 1 or 0, not {given!r}.")
    return given == "1" if given else default


def one_of(name: str, choices: tuple[str, ...], default: str) -> str:
    """Raises BadSetting for what is not among the choices."""
    given = os.environ.get(name, "") or default
    if given not in choices:
        raise BadSetting(f"{name} must be one of: {', '.join(choices)}; not {given!r}.")
    return given


def several(name: str) -> list[str]:
    """What a list of words names, by commas or spaces."""
    return os.environ.get(name, "").replace(",", " ").split()
