"""A trial, played from both sides: the applicant's page and the officer's, next to each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.case.state import Status
from thanjai.domain.definition.fields import Page
from thanjai.domain.definition.model import Step
from thanjai.domain.form import FieldError
from thanjai.domain.refusals import Refusal
from thanjai.trials import selectors
from thanjai.trials.selectors import Stand
from thanjai.web.citizen.questions import Asked, Asking, Mend, errors_by_name, mends
from thanjai.web.citizen.trial_form import TrialForm, content_response, file_response
from thanjai.web.officer.entry import Officer, for_officers, office_page
from thanjai.web.officer.matters import matter_of
from thanjai.web.officer.words import role_words

SIDES: Final = ("applicant", "officer")


@dataclass
class Typed:
    """A form that was sent and could not be carried out: shown again as it was, with what to mend."""

    command: str = ""
    step: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    findings: Mapping[str, Any] = field(default_factory=dict)
    errors: tuple[FieldError, ...] = ()
    refusal: Refusal | None = None

    def of(self, command: str, step: str | None = None) -> Mapping[str, str]:
        return self.values if self.command == command and step in (None, self.step) else {}


@dataclass(frozen=True)
class Panel:
    """A step that somebody works on now, with its questions and who plays it."""

    step: Step
    asked: list[Asked]
    who: str
    role: str
    may_list: bool
    may_return: bool


@require_safe
@for_officers
def trial_page(request: HttpRequest, officer: Officer, trial: UUID) -> HttpResponse:
    """Both sides of a trial as it stands."""
    stand = Stand.of(selectors.trial(officer.actor, trial))
    return show(request, officer, stand)


def show(
    request: HttpRequest,
    officer: Officer,
    stand: Stand,
    asking: TrialForm | None = None,
    typed: Typed | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, with what is to be mended on either side."""
    typed = typed or Typed()
    panels = [_panel(stand, step, typed) for step in stand.tasks]
    applicant = _applicant(request, stand, asking)
    side = request.GET.get("side", "")
    context = {
        "stand": stand,
        "trial": stand.trial,
        "side": side if side in SIDES else "officer" if stand.is_sent else "applicant",
        "panels": panels,
        "appealed": _panel(stand, stand.refused_step, typed).asked
        if stand.case.is_appealed and stand.refused_step
        else [],
        "typed": typed,
        "role_words": role_words,
        "is_newer": _is_newer(officer, stand),
        **applicant,
        "mends": [*applicant["mends"], *_mends(typed, panels)],
    }
    return office_page(request, officer, "trial.html", context, status=status)


def _applicant(request: HttpRequest, stand: Stand, asking: TrialForm | None) -> dict[str, Any]:
    """What the applicant sees: a page of the form, their answers to check, or their case."""
    asking = asking or TrialForm.of(stand, get_language() or "th", files_at(stand))
    is_open = not stand.is_sent or stand.case.status is Status.NEEDS_CORRECTION
    wanted = request.GET.get("page", "")
    page = asking.page(wanted) or (None if wanted == "check" or stand.is_sent else asking.first_open())
    shown = (
        asking.shown(page, request.GET.get("more", ""))
        if page is not None and is_open
        else {"mends": [], "scripts": []}
    )
    if page is None:
        shown["mends"] = asking.mends_elsewhere()
    return {
        "asking": asking,
        "is_form_open": is_open,
        "form_action": f"{reverse('office_trial_applicant', args=[stand.trial.id])}?page={page.id}" if page else "",
        **shown,
    }


def files_at(stand: Stand) -> str:
    return reverse("office_trial_file", args=[stand.trial.id, UUID(int=0)])[:-37]


def _is_newer(officer: Officer, stand: Stand) -> bool:
    """Whether what is tried has been changed since."""
    try:
        return matter_of(officer, stand.trial.subject).revision != stand.trial.revision
    except Refusal:
        return False


def _panel(stand: Stand, step: Step, typed: Typed) -> Panel:
    names = stand.run.rules.environment(stand.case, bangkok_day(stand.run.at))
    found = typed.findings if typed.step == step.id else {}
    language = get_language() or "th"
    asking = Asking(
        definition=stand.definition,
        names={**names, **{one.id: found.get(one.id) for one in step.findings}},
        errors=errors_by_name(typed.errors if typed.step == step.id else (), language),
        language=language,
        files_at="",
    )
    asked = asking.page(Page.model_construct(id=step.id, title=step.title, fields=step.findings), found)
    is_check = step.kind == "check"
    defects = stand.case.defects
    return Panel(
        step,
        asked,
        stand.who(step),
        role_words(step.role),
        is_check and defects is None,
        is_check and defects is not None,
    )


def _mends(typed: Typed, panels: list[Panel]) -> list[Mend]:
    language = get_language() or "th"
    asked = [one for panel in panels if panel.step.id == typed.step for one in panel.asked]
    found = mends(typed.errors, asked, language)
    if typed.refusal is None:
        return found
    place = typed.refusal.field
    return [*found, Mend(typed.refusal.message.in_language(language), f"#{place}" if place else "")]


@require_safe
@for_officers
def trial_paper(request: HttpRequest, officer: Officer, trial: UUID, step: str) -> HttpResponse:
    """A paper of the trial as PDF, marked as one."""
    stand = Stand.of(selectors.trial(officer.actor, trial))
    return content_response("application/pdf", selectors.paper_of(stand, step), f"trial-{step}.pdf")


@require_safe
@for_officers
def trial_file(request: HttpRequest, officer: Officer, trial: UUID, file: UUID) -> HttpResponse:
    """A pretend file of the trial."""
    row = selectors.trial(officer.actor, trial)
    return file_response(row.answers, file)
