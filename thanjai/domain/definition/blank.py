"""What a draft begins with: an empty definition, and ids made of English titles."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any, Final

from thanjai.domain.definition.base import AgencyKind
from thanjai.domain.text import Text

_LONGEST: Final = 48
"""Of an id made of a title: room is left to tell it from others."""


def blank(id: str, title: Text, owner: Text, kind: AgencyKind) -> dict[str, Any]:
    """An empty definition of an agency of this kind: valid nowhere yet, with a place for everything."""
    return {
        "id": id,
        "title": title.model_dump(),
        "owner": owner.model_dump(),
        "agency_kinds": [kind.value],
        "law": [],
        "audience": [],
        "manual": {"criteria": [], "channels": [], "evidence": [], "complaints": []},
        "form": {"pages": []},
        "steps": [],
        "deadlines": [],
        "fees": [],
        "papers": [],
        "data": {},
    }


def id_from(title: str, taken: Collection[str] = (), *, otherwise: str, joint: str = "_") -> str:
    """An id made of an English title, unlike those that are taken; of a title without Latin letters, `otherwise`."""
    words = re.findall(r"[a-z0-9]+", title.lower().replace("'", "").replace("’", ""))
    while words and not words[0][0].isalpha():
        words.pop(0)
    made = joint.join(words)[:_LONGEST].rstrip(joint) if words else otherwise
    if len(made) < 2:
        made = otherwise
    if made not in taken:
        return made
    number = 2
    while f"{made}{joint}{number}" in taken:
        number += 1
    return f"{made}{joint}{number}"
