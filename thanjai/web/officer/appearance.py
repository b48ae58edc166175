"""How the agency's pages and papers look: a logo and two colours, looked at, put on, and taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from thanjai.agencies import appearance as looks
from thanjai.agencies.letterhead import letterhead_for, signatory_of
from thanjai.agencies.selectors import agency_by_id, head_of
from thanjai.catalogue import selectors as catalogue
from thanjai.domain.definition.fields import Page
from thanjai.domain.refusals import Refusal
from thanjai.domain.showing.appearance import FIELDS, Colours, nearest_for
from thanjai.domain.showing.colours import tidy_colour
from thanjai.domain.text import Text
from thanjai.kernel import harmless, papers
from thanjai.kernel.clock import now, today
from thanjai.kernel.limits import UPLOAD, limited
from thanjai.kernel.pdf.content import LetterContent
from thanjai.showing import pictures
from thanjai.showing.facts import COLOURS
from thanjai.web.citizen.uploads import read_sound
from thanjai.web.officer.authoring.preview import asked_on
from thanjai.web.officer.entry import Officer, for_officers, office_page, when_fresh, when_grave
from thanjai.web.officer.sending import Typed, done, page, posted

if TYPE_CHECKING:
    from thanjai.agencies.models import Appearance

MOST_MEGABYTES: Final = 5
TEMPLATE: Final = "appearance.html"
_NO_DRAWING: Final = Text(
    th="ตราต้องเป็น PNG หรือ JPEG ไฟล์ SVG อาจมีโปรแกรมซ่อนอยู่จึงไม่รับ ให้ส่งออกเป็น PNG กว้างอย่างน้อย 300 จุด แล้วแนบใหม่",
    en="The logo must be PNG or JPEG. SVG can hold programs, so it is not taken: export it as a PNG at least 300 pixels wide.",
)


def _files_sent(request: HttpRequest) -> int:
    return len(request.FILES) if request.method == "POST" else 0


@require_http_methods(["GET", "POST"])
@limited(UPLOAD, _files_sent)
@for_officers
@when_grave
def appearance_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """What is worn and was worn, and the form for another look. What was typed stays when it cannot be taken."""
    head_of(officer.actor)
    if request.method == "GET":
        return _page(request, officer, _worn(officer))
    values = dict(posted(request))
    try:
        if values.get("command") == "undo":
            looks.undo(actor=officer.actor, change_id=_id(values.get("change", "")))
            return done("office_appearance", "undone")
        values |= _colours(values)
        values["logo"] = _logo(request, officer, values.get("logo", ""))
        tried = looks.try_on(
            actor=officer.actor, primary=values["primary"], accent=values["accent"], logo=values["logo"]
        )  # fmt: skip
    except Refusal as refusal:
        return _page(request, officer, values, refusal)
    return done("office_appearance_one", "tried", appearance=tried.id)


def _id(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError:
        raise Http404 from None


def _worn(officer: Officer) -> Typed:
    latest = next(iter(looks.changes_of(officer.agency_id)), None)
    if latest is None or latest.appearance is None:
        return {"primary": COLOURS["primary"], "accent": nearest_for("accent", COLOURS["accent"]), "logo": ""}
    worn = latest.appearance
    return {"primary": worn.primary, "accent": worn.accent, "logo": str(worn.logo)}


def _colours(values: Typed) -> dict[str, str]:
    """Each colour as it was typed, or as it was picked where only that was touched, or as it was offered."""
    taken, _, offered = values.get("take", "").partition(":")
    found: dict[str, str] = {}
    for name in FIELDS:
        typed, picked, was = (values.get(f"{name}{part}", "") for part in ("", "-picked", "-was"))
        found[name] = picked if typed == was and picked and picked != tidy_colour(was) else typed
        if name == taken:
            found[name] = offered
    return found


def _logo(request: HttpRequest, officer: Officer, kept: str) -> str:
    """The id of the logo that was sent now, or before. Raises Refusal, field `logo`."""
    upload = request.FILES.get("file")
    if upload is None:
        return kept
    try:
        sound = read_sound(upload, ("png",), MOST_MEGABYTES, harmless.logo)
    except Refusal as refusal:
        if refusal.code in ("file_unknown", "file_type"):
            raise Refusal(refusal.code, _NO_DRAWING, field="logo") from None
        said = Text(th=refusal.message.th, en=f"{refusal.message.en[:1].upper()}{refusal.message.en[1:]}.")
        raise Refusal(refusal.code, said, field="logo") from None
    return str(looks.keep_logo(actor=officer.actor, name=sound.name, content=sound.content, state=sound.state).id)


def _page(request: HttpRequest, officer: Officer, values: Typed, refusal: Refusal | None = None) -> HttpResponse:
    tidy = {name: tidy_colour(values.get(name, "")) for name in FIELDS}
    colours = Colours(tidy["primary"], tidy["accent"]) if tidy["primary"] and tidy["accent"] else None
    changes = looks.changes_of(officer.agency_id)
    context = {
        "given": values,
        "tidy": tidy,
        "pairs": colours.pairs() if colours and refusal else (),
        "offered": {name: nearest_for(name, getattr(colours, name)) for name in colours.failing()} if colours else {},
        "logo": looks.logo_of(officer.agency_id, values.get("logo", "")),
        "changes": changes,
        "agency": agency_by_id(officer.agency_id),
        "most": MOST_MEGABYTES,
    }
    return page(request, officer, TEMPLATE, context, refusal)


@require_http_methods(["GET", "POST"])
@for_officers
@when_fresh
def one_page(request: HttpRequest, officer: Officer, appearance: UUID) -> HttpResponse:
    """A look before it is put on: what can be read how well, and what pages and papers look like in it."""
    head_of(officer.actor)
    if request.method == "POST":
        looks.put_on(actor=officer.actor, appearance_id=appearance)
        return done("office_appearance", "worn")
    tried = looks.appearance(officer.agency_id, appearance)
    agency = agency_by_id(officer.agency_id)
    context = {
        "tried": tried,
        "pairs": Colours(tried.primary, tried.accent).pairs(),
        "is_worn": agency.wears == tried.digest,
        "has_form": bool(catalogue.offers(agency.id)),
        "is_done": request.GET.get("done"),
    }
    return office_page(request, officer, "appearance_one.html", context)


@require_safe
@for_officers
def preview(request: HttpRequest, officer: Officer, appearance: UUID, what: str) -> HttpResponse:
    """A page or a paper as it would look."""
    head_of(officer.actor)
    draw = _PREVIEWS.get(what)
    if draw is None:
        raise Http404
    tried = looks.appearance(officer.agency_id, appearance)
    answer = draw(request, officer, tried)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _home(request: HttpRequest, officer: Officer, tried: Appearance) -> HttpResponse:
    agency = looks.worn_by(agency_by_id(officer.agency_id), tried)
    context = {"agency": agency, "offers": catalogue.offers(agency.id), "previewed": _back(tried)}
    return render(request, "citizen/agency.html", context)


def _form(request: HttpRequest, officer: Officer, tried: Appearance) -> HttpResponse:
    """The first page of a service's form, whose answers go nowhere."""
    offer = next(iter(catalogue.offers(officer.agency_id)), None)
    if offer is None:
        raise Http404
    first: Page = offer.definition.form.pages[0]
    context = {
        "agency": looks.worn_by(offer.agency, tried), "definition": offer.definition, "page": first,
        "asked": asked_on(offer.definition.model_dump(mode="json"), first), "previewed": _back(tried),
    }  # fmt: skip
    return render(request, "officer/appearance_form.html", context)


def _letter(request: HttpRequest, officer: Officer, tried: Appearance) -> HttpResponse:
    agency = looks.worn_by(agency_by_id(officer.agency_id), tried)
    content = LetterContent(
        letterhead=letterhead_for(agency), title=Text(th="หนังสือ", en="Letter"), number="0000", issued_on=today(),
        subject=Text(th="ตัวอย่างหนังสือ", en="A sample letter"), to=Text(th="ผู้ยื่นคำขอ", en="The applicant"),
        paragraphs=(Text(th="หนังสือของหน่วยงานจะมีรูปลักษณ์ดังนี้", en="Letters of the agency will look like this."),),
        signatory=signatory_of(agency.id),
    )  # fmt: skip
    answer = HttpResponse(papers.tried(content, at=now()), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="letter.pdf"'
    return answer


def _poster(request: HttpRequest, officer: Officer, tried: Appearance) -> HttpResponse:
    agency = looks.worn_by(agency_by_id(officer.agency_id), tried)
    made = pictures.agency_picture(agency, catalogue.offers(agency.id), language=get_language() or "th")
    return HttpResponse(made.sheet.content(), content_type=made.sheet.content_type)


def _back(tried: Appearance) -> str:
    return reverse("office_appearance_one", kwargs={"appearance": tried.id})


_PREVIEWS: Final[dict[str, Callable[[HttpRequest, Officer, Any], HttpResponse]]] = {
    "home": _home, "form": _form, "letter": _letter, "poster": _poster,
}  # fmt: skip
