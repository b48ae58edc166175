"""Where the parts of a draft have their pages."""

from __future__ import annotations

import re
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from thanjai.domain.definition.editing import value_at
from thanjai.domain.definition.outline import model_at
from thanjai.domain.definition.problems import Where
from thanjai.domain.definition.sections import SECTIONS, Section, section_of
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.web.officer.authoring.listing import title_of

_MOST_DEPTH: Final = 12
_SLUG: Final = re.compile(r"[-a-zA-Z0-9_]+")


def address_of(draft: Any, path: Where, section: Section | None = None) -> str:
    if section is not None:
        return reverse("office_draft_section", kwargs={"draft": draft.id, "section": section.id})
    where = "/".join(str(part) for part in path)
    return reverse("office_draft_part", kwargs={"draft": draft.id, "where": where})


def page_address(draft: Any, body: Any, where: Where) -> str:
    """The page on which a place of the body stands: of its part, or of its section."""
    for length in range(len(where), 0, -1):
        path = where[:length]
        if any(section.path == path for section in SECTIONS):
            break
        if model_at(body, path) is not None:
            return address_of(draft, path)
    return address_of(draft, (), section_of(where))


def previews_of(draft: Any) -> list[tuple[str, str]]:
    """Where the author sees how the draft will look, each with its words."""
    kwargs = {"draft": draft.id}
    found = [(reverse("office_draft_manual", kwargs=kwargs), _("The manual"))]
    pages, papers = value_at(draft.body, ("form", "pages")), value_at(draft.body, ("papers",))
    for number, page in enumerate(pages if isinstance(pages, list) else [], 1):
        words = _("Form, page %(n)s: %(title)s") % {"n": number, "title": title_of(page)}
        found.append((reverse("office_draft_form", kwargs={**kwargs, "number": number}), words))
    for paper in papers if isinstance(papers, list) else []:
        id = paper.get("id") if isinstance(paper, dict) else None
        if isinstance(id, str) and _SLUG.fullmatch(id):
            words = _("Document (PDF): %(title)s") % {"title": title_of(paper)}
            found.append((reverse("office_draft_paper", kwargs={**kwargs, "paper": id}), words))
    return found


def path_from(where: str) -> Where:
    """Raises Refusal no_such_page."""
    parts = tuple(int(part) if part.isdecimal() else part for part in where.strip("/").split("/"))
    if len(parts) > _MOST_DEPTH:
        raise nowhere()
    return parts


def nowhere() -> Refusal:
    return Refusal("no_such_page", Text(th="ไม่พบส่วนนี้ของร่าง", en="The draft has no such part."))
