"""What there is to choose from: things of the definition that a part can refer to."""

from __future__ import annotations

from typing import Any, Final

from thanjai.domain.definition.base import Role
from thanjai.domain.definition.editing import value_at
from thanjai.domain.definition.outline import Field
from thanjai.domain.definition.problems import Where
from thanjai.web.officer.authoring.listing import title_of
from thanjai.web.templating import speech

_LISTS: Final[dict[str, Where]] = {
    "step": ("steps",), "setting": ("settings",), "table": ("tables",), "fee": ("fees",), "paper": ("papers",),
    "register": ("registers",),
}  # fmt: skip

Choice = tuple[str, str]


def choices(field: Field, body: Any, path: Where, chosen: Any = ()) -> list[Choice]:
    """The values of a field that is chosen from, each with its words; what was chosen and is gone stands last."""
    if field.of:
        found = [one for one in _referred(field, body) if not _is_itself(field, body, path, one[0])]
    else:
        offered = [value for value in field.choices if not (field.name == "role" and value == Role.AUTHOR)]
        found = [(value, speech().words(field.choice_words(value))) for value in offered]
    known = {value for value, _ in found}
    gone = [one for one in ([chosen] if isinstance(chosen, str) else chosen) if one and one not in known]
    return [*found, *((one, one) for one in gone)]


def _is_itself(field: Field, body: Any, path: Where, value: str) -> bool:
    return field.name == "after" and value_at(body, (*path, "id")) == value


def _referred(field: Field, body: Any) -> list[Choice]:
    if field.of in ("question", "file"):
        pages = value_at(body, ("form", "pages"))
        fields = [one for page in _dicts(pages) for one in _dicts(page.get("fields"))]
        found = [one for one in fields if field.of == "question" or one.get("type") == "file"]
    else:
        found = _dicts(value_at(body, _LISTS[field.of]))
    listed = [(str(one.get("id")), title_of(one)) for one in found]
    if (field.part, field.name) == ("Renewal", "evidence"):
        listed.insert(0, ("generated", speech().words(field.choice_words("generated"))))
    return listed


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
