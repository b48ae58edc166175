"""A warning that the author has looked at and lets stand, with the reason."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from thanjai.domain.definition.base import Part
from thanjai.domain.text import Text

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
PlaceName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]{0,400}$")]


class Accepted(Part):
    """`where` is a place by the ids on the way to it, such as `form.pages.person.fields.address`.

    It covers what lies below; left empty, the whole service.
    """

    code: Code
    where: PlaceName = ""
    reason: Text
