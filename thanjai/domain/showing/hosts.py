"""Host names of agencies, and where on them its pages lie: at the root, without the agency's name."""

from __future__ import annotations

import re
from typing import Final

_NAME: Final = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)\Z")
LONGEST: Final = 253
ENGLISH: Final = "/en"


def tidy_host(given: str) -> str | None:
    """A host name as browsers send it; None for what is none, such as an address of the network or a single word."""
    name = given.strip().lower().rstrip(".")
    parts = name.split(".")
    is_name = len(parts) > 1 and all(_NAME.match(part) for part in parts) and not parts[-1].isdigit()
    return name if is_name and len(name) <= LONGEST else None


def inner(path: str, slug: str) -> str:
    """Where a page lies on the installation's own host, of one at `path` on the agency's."""
    root, rest = _parted(path)
    return f"{root}/a/{slug}{rest}"


def outer(path: str, slug: str) -> str | None:
    """The reverse; None for what is not of this agency."""
    root, rest = _parted(path)
    own = f"/a/{slug}/"
    return f"{root}/{rest.removeprefix(own).lstrip('/')}" if rest.startswith(own) else None


def _parted(path: str) -> tuple[str, str]:
    """The part that says the language, and what follows."""
    if path == ENGLISH or path.startswith(f"{ENGLISH}/"):
        return ENGLISH, path.removeprefix(ENGLISH) or "/"
    return "", path
