"""The page of one part of a draft: its inputs, its lists, and what the checks find in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from thanjai.authoring import actions, selectors
from thanjai.authoring.actions import ChangedMeanwhile
from thanjai.domain.definition.editing import Operation, Set, Several, Unset, value_at
from thanjai.domain.definition.merging import Conflict, carried_over
from thanjai.domain.definition.outline import Field, Input, Model, fields_of, model_at, place_at
from thanjai.domain.definition.problems import Where
from thanjai.domain.definition.sections import SECTIONS, Section, section_of
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.web.citizen.questions import Mend
from thanjai.web.officer.authoring import choosing, inputs, listing
from thanjai.web.officer.authoring.addresses import address_of, nowhere, page_address, path_from, previews_of
from thanjai.web.officer.authoring.beside import nearest, with_frame
from thanjai.web.officer.authoring.findings import Finding, findings, of_section, within
from thanjai.web.officer.authoring.meanwhile import meanwhile
from thanjai.web.officer.authoring.preview import asked_on, page_of
from thanjai.web.officer.authoring.shown import Shown, shown_inputs
from thanjai.web.officer.entry import Officer, for_officers, office_page
from thanjai.web.officer.sending import status_of
from thanjai.web.templating import speech


@dataclass(frozen=True)
class Part:
    """A part of a draft, of which one page is shown. `fields` are those of the page, in a section not all."""

    draft: Any
    path: Where
    model: Model
    fields: list[Field]
    section: Section
    is_section: bool
    body: Any = field(repr=False, default=None)

    @property
    def value(self) -> Any:
        return value_at(self.body, self.path)

    @property
    def inputs(self) -> list[Field]:
        return [one for one in self.fields if one.input not in inputs.ON_PAGES_OF_THEIR_OWN]

    @property
    def title(self) -> str:
        if self.is_section:
            return speech().words(self.section.title)
        title = listing.item_title(self.body, self.path, self.value) if isinstance(self.path[-1], int) else "…"
        place = place_at(self.body, self.path)
        return title if title != "…" or place is None else speech().words(place[1].label)

    @property
    def address(self) -> str:
        return address_of(self.draft, self.path, self.section if self.is_section else None)

    @property
    def above(self) -> str:
        """The page that leads here."""
        if self.is_section:
            return reverse("office_draft", kwargs={"draft": self.draft.id})
        return page_address(self.draft, self.body, self.path[:-1])


def part_of(draft: Any, body: Any, where: str, section: str = "") -> Part:
    """The part that an address names. Raises Refusal."""
    if section:
        found = next((one for one in SECTIONS if one.id == section), None)
        if found is None:
            raise nowhere()
        return Part(draft, found.path, found.model, list(found.fields), found, True, body)
    path = path_from(where)
    model = model_at(body, path)
    if model is None:
        raise nowhere()
    return Part(draft, path, model, list(fields_of(model)), section_of(path), False, body)


@require_http_methods(["GET", "POST"])
@for_officers
def part_page(request: HttpRequest, officer: Officer, draft: UUID, where: str = "", section: str = "") -> HttpResponse:
    """Fill in a part; add, copy, move and remove the items of its lists."""
    found = selectors.draft(officer.actor, draft)
    if request.method == "POST":
        return _posted(request, officer, found, where, section)
    path = path_from(where) if where else ()
    place = place_at(found.body, path)
    if place is not None and place[1].input in (Input.CONDITION, Input.FORMULA) and isinstance(path[-1], str):
        return choosing.choosing_page(request, officer, found, path, place[1])
    is_page = place is not None and place[1].input is Input.PAGE and isinstance(path[-1], str)
    if (
        place is not None
        and is_page
        and (model_at(found.body, path) is None or not _is_there(found.body, path, request))
    ):
        return choosing.kinds_page(request, officer, found, path, place[1])
    return _page(request, officer, part_of(found, found.body, where, section))


def _is_there(body: Any, path: Where, request: HttpRequest) -> bool:
    """Whether the part is there, and not to become another kind."""
    return value_at(body, path) is not None and "kind" not in request.GET


def _posted(request: HttpRequest, officer: Officer, draft: Any, where: str, section: str) -> HttpResponse:
    path = path_from(where) if where else ()
    base = _base(request, draft)
    body = selectors.body_at(draft, base)
    place = place_at(body, path)
    if place is not None and isinstance(path[-1], str) and "choosing" in request.POST:
        return choosing.chosen(request, officer, draft, path, place[1], base)
    part = part_of(draft, body, where, section)
    fields = _asked(request, part)
    typed = inputs.typed_from(request.POST, fields)
    changed = inputs.changed(fields, part.value, typed)
    try:
        operation = _operation(request, part, changed, typed)
        after = actions.change(actor=officer.actor, draft_id=draft.id, operation=operation, base=base)
    except ChangedMeanwhile:
        now = _moved(draft, part, base)
        return meanwhile(request, officer, part, now, changed, typed)
    except Refusal as refusal:
        return _page(request, officer, part, typed, refusal)
    return HttpResponseRedirect(_onward(request, part, after))


def _base(request: HttpRequest, draft: Any) -> int:
    """The revision that the form was made of."""
    given = request.POST.get("base", "")
    return min(int(given), draft.revision) if given.isdecimal() and len(given) < 10 else int(draft.revision)


def _asked(request: HttpRequest, part: Part) -> list[Field]:
    """The fields whose inputs were on the page, without those for which somebody else's words were chosen."""
    names = request.POST.get("shown", "").split()
    return [
        one for one in part.inputs if one.name in names and request.POST.get(f"keep.{one.name}") != "theirs"
    ]  # fmt: skip


def _operation(request: HttpRequest, part: Part, changed: list[Field], typed: inputs.Typed) -> Operation:
    """All that the form asks for, as one change."""
    held = part.value if isinstance(part.value, dict) else {}
    made: list[Operation] = []
    for one in changed:
        made += inputs.operations(one, part.path, held.get(one.name), typed)
    english = next((str(typed[name]) for name in ("f.title.en", "f.label.en") if name in typed), "")
    if renamed := listing.named_anew(part.path, part.body, request.POST.get("technical"), english):
        made.append(renamed)
    button, kind = request.POST.get("then", ""), request.POST.get(f"kind.{request.POST.get('then', '')[4:]}", "")
    if pressed := listing.pressed(button, part.fields, part.path, part.body, kind):
        made.append(pressed)
    elif button.startswith("add:"):
        raise Refusal(
            "choose_kind",
            Text(th="เลือกชนิดที่จะเพิ่ม", en="Choose what kind to add."),
            field=f"kind.{button[4:]}",
        )
    if button.startswith("drop:") and (gone := _dropped(part, button[5:])):
        made.append(gone)
    return Several(parts=tuple(made))


def _dropped(part: Part, name: str) -> Operation | None:
    """A part on a page of its own, or a formula, taken out."""
    is_there = any(one.name == name and not one.is_required for one in part.fields)
    return Unset(path=(*part.path, name)) if is_there else None


def _moved(draft: Any, part: Part, base: int) -> Part | None:
    """The part as others have made it since; None where they removed it."""
    probe = Set(path=(*part.path, "-"), value=0)
    try:
        carried = carried_over(probe, selectors.operations_since(draft, base), draft.body)
    except Conflict:
        return None
    assert isinstance(carried, Set)
    where = "/".join(str(one) for one in carried.path[:-1])
    return part_of(draft, draft.body, where, part.section.id if part.is_section else "")


def _onward(request: HttpRequest, part: Part, after: Any) -> str:
    """Where to go on: to what was added, to what was opened, to the page above, or here again."""
    button = request.POST.get("then", "")
    deed, _colon, rest = button.partition(":")
    here = part.address
    if deed == "add":
        values = value_at(after.body, (*part.path, rest))
        return address_of(after, (*part.path, rest, len(values) - 1))
    if deed == "open" and any(one.name == rest for one in part.fields):
        return address_of(after, (*part.path, rest))
    if deed == "up" and not rest:
        return f"{part.above}?done=kept"
    name = rest.partition(":")[0]
    done = {"remove": "removed", "copy": "copied"}.get(deed, "kept")
    return f"{here}?done={done}" + (f"#list-{name}" if name and name.isidentifier() else "")


def _page(
    request: HttpRequest,
    officer: Officer,
    part: Part,
    typed: inputs.Typed | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    judged = selectors.reading_of(part.draft)
    found = findings(part.draft.body, judged.problems)
    fields = [shown_inputs(one, part.path, part.body, typed, found) for one in part.inputs]
    lists = [
        listing.listing(one, part.path, part.body, found)
        for one in part.fields
        if one.input in (Input.LIST, Input.TEXTS)
    ]
    previews = previews_of(part.draft)
    context = {
        "part": part, "draft": part.draft, "fields": fields, "lists": lists,
        "opened": choosing.opened(part, found), "technical": _technical(request, part),
        "general": _general(part, found), "mends": _mends(refusal), "at_fault": refusal.field if refusal else "",
        "undo": selectors.next_undo(part.draft, officer.person_id), "redo": selectors.next_redo(part.draft, officer.person_id),
        "notice": _notice(request), "beside": _beside(part), "previews": previews, "nearest": nearest(part.draft, part.path, previews),
    }  # fmt: skip
    return with_frame(office_page(request, officer, "authoring/part.html", context, status=status_of(refusal)))


def _beside(part: Part) -> Any:
    """The page of the form that is being written, as applicants will see it; None elsewhere."""
    place = part.path[:3]
    if part.is_section or place[:2] != ("form", "pages") or len(place) < 3:
        return None
    page = page_of(value_at(part.draft.body, place))
    return (page, asked_on(part.draft.body, page)) if page else None


def _general(part: Part, found: list[Finding]) -> list[Finding]:
    """What is said of the part as a whole, not of one of its fields."""
    if part.is_section:
        return [one for one in of_section(found, part.section.id) if one.where == part.path and not part.section.names]
    return [one for one in within(found, part.path) if one.where == part.path]


def _technical(request: HttpRequest, part: Part) -> str | None:
    if part.is_section:
        return None
    name = next((one.name for one in part.fields if one.input is Input.ID), None)
    return str(request.POST.get("technical") or value_at(part.value, (name,)) or "") if name else None


def _mends(refusal: Refusal | None) -> list[Mend]:
    if refusal is None:
        return []
    field = refusal.field or ""
    place = {"id": "technical"}.get(field, field)
    return [Mend(speech().words(refusal.message), f"#{place}" if place else "")]


def _notice(request: HttpRequest) -> str:
    words = {
        "kept": _("Kept."),
        "removed": _("Removed. “Undo” brings it back."),
        "copied": _("Copied. The copy stands below."),
        "undone": _("Undone."),
        "redone": _("Done again."),
    }
    return words.get(request.GET.get("done", ""), "")


__all__ = ["Part", "Shown", "page_address", "part_page"]
