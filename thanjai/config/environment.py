"""What an installation tells us through its environment. Secrets may also lie in files, as service managers hand them.

For every secret THANJAI_X there is THANJAI_X_FILE. Whatever is read here as a secret is never shown in a log.
"""

from __future__ import annotations

import os
import ssl
from ipaddress import ip_address
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlencode, urlsplit

from thanjai.kernel.logs import never_show

NEAR: Final = frozenset({"", "localhost"})
"""Hosts that are this machine."""


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
    return encrypted(given)


def encrypted(url: str) -> str:
    """A database's address, with encryption and proof of the server's name asked for when it is another machine's.

    An address that says itself how (`sslmode`), or PGSSLMODE, is left as it is.
    """
    parts = urlsplit(url)
    said = parse_qs(parts.query)
    host = said.get("host", [parts.hostname or ""])[0]
    if is_near(host) or "sslmode" in said or os.environ.get("PGSSLMODE"):
        return url
    wanted = {"sslmode": "verify-full"}
    if "sslrootcert" not in said:
        wanted["sslrootcert"] = ssl.get_default_verify_paths().cafile or "system"
    return parts._replace(query="&".join(filter(None, [parts.query, urlencode(wanted)]))).geturl()


def is_near(host: str) -> bool:
    """Whether a host, or a Unix socket's folder, is on this machine."""
    if host in NEAR or host.startswith("/"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def take_in(*names: str) -> None:
    """Read secrets from their files into the variables, for whoever looks there, our own child processes included."""
    for name in names:
        if value := secret(name):
            os.environ[name] = encrypted(value) if name.endswith("DATABASE_URL") else value
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
