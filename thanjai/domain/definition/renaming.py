"""Renaming an id of a definition's body: whatever refers to it follows, in expressions too.

It works on plain data that need not be valid yet, by where ids, references and expressions stand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from thanjai.domain.definition.problems import Where
from thanjai.domain.definition.whereabouts import dotted
from thanjai.domain.expressions import loops_in
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text

Pattern = tuple[str, ...]
"""A path in which `*` stands for any item."""

_QUESTION: Final = ("form", "pages", "*", "fields", "*")
_ITEM: Final = (*_QUESTION, "fields", "*")
_FINDING: Final = ("steps", "*", "findings", "*")
_FINDING_ITEM: Final = (*_FINDING, "fields", "*")
QUESTIONS: Final = (_QUESTION, _ITEM, _FINDING, _FINDING_ITEM)

IDS: Final[Mapping[str, Pattern]] = {
    "question": (*_QUESTION, "id"),
    "item": (*_ITEM, "id"),
    "finding": (*_FINDING, "id"),
    "finding_item": (*_FINDING_ITEM, "id"),
    "page": ("form", "pages", "*", "id"),
    "step": ("steps", "*", "id"),
    "setting": ("settings", "*", "id"),
    "table": ("tables", "*", "id"),
    "fee": ("fees", "*", "id"),
    "paper": ("papers", "*", "id"),
    "register": ("registers", "*", "id"),
    "evidence": ("manual", "evidence", "*", "id"),
    "deadline": ("deadlines", "*", "id"),
    "line": ("papers", "*", "items", "*", "id"),
    "column": ("registers", "*", "columns", "*", "id"),
    "payment": ("payments", "*", "id"),
}
REFERENCES: Final[Mapping[str, tuple[Pattern, ...]]] = {
    "question": (("manual", "evidence", "*", "upload"), ("outcome", "document")),
    "step": (("steps", "*", "after", "*"),),
    "setting": (
        ("steps", "*", "duration", "setting"),
        ("steps", "*", "pay_within", "setting"),
        ("deadlines", "*", "setting"),
        ("fees", "*", "rule", "setting"),
        ("fees", "*", "rule", "bands", "*", "setting"),
    ),
    "table": (("fees", "*", "rule", "table"), *((*one, "options_from") for one in QUESTIONS)),
    "fee": (("steps", "*", "fees", "*"), ("papers", "*", "renewal", "fee"), ("papers", "*", "replacement", "fee")),
    "paper": (("steps", "*", "paper"), ("payments", "*", "paper"), ("papers", "*", "renewal", "evidence")),
    "register": (("steps", "*", "register_entry"), ("payments", "*", "register_entry")),
}
EXPRESSIONS: Final[tuple[Pattern, ...]] = (
    *((one,) for one in ("applicant_name", "applicant_email", "applicant_phone", "subject")),
    ("form", "pages", "*", "show_when"),
    *((*one, key) for one in QUESTIONS for key in ("show_when", "required_when", "value", "earliest", "latest")),
    ("manual", "evidence", "*", "when"),
    ("steps", "*", "when"),
    ("deadlines", "*", "when"),
    ("fees", "*", "when"),
    *(("fees", "*", "rule", key) for key in ("measure", "keys", "units", "of_satang")),
    ("tables", "*", "rows", "*", "units"),
    *(("papers", "*", key) for key in ("holder", "valid_until")),
    ("papers", "*", "renewal", "when"),
    ("papers", "*", "items", "*", "value"),
    ("registers", "*", "columns", "*", "value"),
    ("outcome", "reason"),
    ("outcome", "because"),
    ("outcome", "changes", "*"),
    *(("payments", "*", "payee", key) for key in (
        "national_id", "name", "birth", "pay_from", "bank", "account", "account_name", "email",
    )),
)  # fmt: skip

ACCEPTED_AT: Final[Pattern] = ("accepted", "*", "where")
"""Places by the ids on the way to them, such as `form.pages.person.fields.address`."""
_LITERAL: Final = re.compile(r"('(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\")")
_DASHED: Final = frozenset({"page", "payment"})
_NAMED_IN_EXPRESSIONS: Final = frozenset({"question", "item", "finding", "finding_item", "step", "setting"})
_SHAPES: Final = {True: re.compile(r"[a-z][a-z0-9-]{0,59}"), False: re.compile(r"[a-z][a-z0-9_]{0,59}")}


@dataclass(frozen=True)
class Naming:
    """What is renamed: its kind, its name before and after; `within`: the group or the step that it belongs to;
    `listed`: the list in which it stands, by the ids on the way there."""

    kind: str
    old: str
    new: str = ""
    within: str = ""
    listed: str = ""

    def to(self, name: str) -> Naming:
        """Raises Refusal where the name is none."""
        is_dashed = self.kind in _DASHED
        if not _SHAPES[is_dashed].fullmatch(name):
            joint = "ขีดกลาง -" if is_dashed else "ขีดล่าง _"
            joint_en = "dashes" if is_dashed else "underscores"
            raise Refusal(
                "id_shape",
                Text(
                    th=f"ชื่อทางเทคนิคใช้ตัวอังกฤษเล็ก ตัวเลข และ{joint} ขึ้นต้นด้วยตัวอักษร ไม่เกิน 60 ตัว",
                    en=f"A technical name is of small letters, figures and {joint_en}, begins with a letter and has at most 60 characters.",
                ),
                field="id",
            )
        return replace(self, new=name)


def matches(path: Where, pattern: Pattern) -> bool:
    return len(path) == len(pattern) and all(want in ("*", part) for part, want in zip(path, pattern, strict=True))


def leaves(body: Any, path: Where = ()) -> Iterator[tuple[Where, str]]:
    """Every text of plain data with its path."""
    if isinstance(body, dict):
        for key, value in body.items():
            yield from leaves(value, (*path, key))
    elif isinstance(body, list):
        for number, value in enumerate(body):
            yield from leaves(value, (*path, number))
    elif isinstance(body, str):
        yield path, body


def is_expression(path: Where) -> bool:
    return any(matches(path, pattern) for pattern in EXPRESSIONS)


def refers_to(path: Where) -> str | None:
    """The kind of thing that a value at this path names, or None."""
    return next((kind for kind, patterns in REFERENCES.items() if any(matches(path, one) for one in patterns)), None)


def naming_at(body: Any, path: Where) -> Naming | None:
    """What the id at a path names, or None where no id stands."""
    old = _at(body, path)
    kind = next((kind for kind, pattern in IDS.items() if matches(path, pattern)), None)
    if kind is None or not isinstance(old, str):
        return None
    holder = {"item": path[:-3], "finding": path[:2], "finding_item": path[:-3], "line": path[:2], "column": path[:2]}
    within = str(_at(body, (*holder[kind], "id"))) if kind in holder else ""
    return Naming(kind, old, within=within, listed=dotted(body, path[:-2]))


def _at(body: Any, path: Where) -> Any:
    for part in path:
        try:
            body = body[part]
        except (KeyError, IndexError, TypeError):
            return None
    return body


def is_doubled(body: Any, naming: Naming, name: str, but: Where) -> bool:
    """Whether something else of its list has the name."""
    kinds = {"question", "item"} if naming.kind in ("question", "item") else {naming.kind}
    for where, text in leaves(body):
        if text != name or where == but or not any(matches(where, IDS[kind]) for kind in kinds):
            continue
        other = naming_at(body, where)
        if other is not None and (len(kinds) > 1 or other.within == naming.within):
            return True
    return False


def renamed(body: Any, naming: Naming, path: Where) -> Any:
    """The body with an id and all that refers to it renamed. Raises Refusal where the new name is in use."""
    new = _renamed(body, naming, path)
    back = replace(naming, old=naming.new, new=naming.old)
    if is_doubled(body, naming, naming.new, path) or _renamed(new, back, path) != body:
        raise Refusal(
            "id_taken",
            Text(
                th=f"ชื่อทางเทคนิค “{naming.new}” มีใช้อยู่แล้ว ตั้งชื่ออื่น",
                en=f"The technical name “{naming.new}” is in use already. Choose another.",
            ),
            field="id",
        )
    return new


def _renamed(body: Any, naming: Naming, path: Where) -> Any:
    return mapped(body, (), lambda where, text: naming.new if where == path else followed(body, where, text, naming))


def followed(body: Any, where: Where, text: str, naming: Naming) -> str:
    """A text of the body after the renaming: another where it refers to what was renamed."""
    if naming.old not in text:
        return text
    if where[:1] == ACCEPTED_AT[:1] and matches(where, ACCEPTED_AT):
        return _place_followed(text, naming)
    if naming.kind == refers_to(where):
        return naming.new if text == naming.old else text
    if naming.kind not in _NAMED_IN_EXPRESSIONS or not is_expression(where):
        return text
    old, new = naming.old, naming.new
    match naming.kind:
        case "question":
            return text if old in _local_names(body, where) else _bare(text, old, new)
        case "step" | "setting":
            return _member(text, naming.kind, old, new)
        case "finding":
            text = _member(text, f"step.{naming.within}", old, new)
            is_here = (
                where[2] == "findings" and _at(body, (*where[:2], "id")) == naming.within if len(where) > 2 else False
            )
            return _bare(text, old, new) if is_here else text
    for variable, over in loops_in(text).items():
        if over == naming.within:
            text = _member(text, variable, old, new)
    is_inside = any(
        _at(body, (*where[:length], "id")) == naming.within for length in (4, 5) if "fields" in where[length:]
    )
    return _bare(text, old, new) if is_inside else text


def _place_followed(place: str, naming: Naming) -> str:
    """The place of an acceptance that is what was renamed, or lies in it."""
    before, after = (f"{naming.listed}.{name}" for name in (naming.old, naming.new))
    is_there = bool(naming.listed) and f"{place}.".startswith(f"{before}.")
    return after + place.removeprefix(before) if is_there else place


def mapped(body: Any, path: Where, change: Callable[[Where, str], str]) -> Any:
    """Plain data with each of its texts changed; `path` is where it stands."""
    if isinstance(body, dict):
        return {key: mapped(value, (*path, key), change) for key, value in body.items()}
    if isinstance(body, list):
        return [mapped(value, (*path, number), change) for number, value in enumerate(body)]
    return change(path, body) if isinstance(body, str) else body


# In expressions


def _outside_literals(source: str, change: Callable[[str], str]) -> str:
    pieces = _LITERAL.split(source)
    return "".join(piece if number % 2 else change(piece) for number, piece in enumerate(pieces))


def _bare(source: str, old: str, new: str) -> str:
    """A name that stands alone, where no loop of the expression calls its own variable so."""
    if old in loops_in(source):
        return source
    pattern = re.compile(rf"(?<![\w.])(?<!\.\s){re.escape(old)}(?!\w)(?!\s*\()")
    return _outside_literals(source, lambda piece: pattern.sub(new, piece))


def _member(source: str, of: str, old: str, new: str) -> str:
    """`of.old`; `of` may be a member itself."""
    names = r"\s*\.\s*".join(map(re.escape, [*of.split("."), ""]))
    pattern = re.compile(r"((?<![\w.])" + names + ")" + re.escape(old) + r"(?!\w)(?!\s*\()")
    return _outside_literals(source, lambda piece: pattern.sub(lambda found: found[1] + new, piece))


def _local_names(body: Any, where: Where) -> set[str]:
    """The names that an expression knows besides the form's: of its group, and of its step's findings."""
    groups = [where[:length] for length in (3, 5, 6) if where[length - 1 : length] in (("findings",), ("fields",))]
    if where[0] == "form":
        groups = [one for one in groups if len(one) == 6]
    found: set[str] = set()
    for path in groups:
        listed = _at(body, path)
        found |= (
            {str(item.get("id")) for item in listed if isinstance(item, dict)} if isinstance(listed, list) else set()
        )
    return found


def follow_in(body: Any, value: Any, path: Where, naming: Naming) -> Any:
    """A value that somebody writes to `path` at the same time, with its references renamed."""
    return mapped(value, path, lambda where, text: followed(body, where, text, naming))
