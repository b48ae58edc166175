"""Papers that an applicant brings to the agency: the signed record of defects, an appeal."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from thanjai.cases import afterwards
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.harmless import KINDS
from thanjai.web import requests
from thanjai.web.citizen.uploads import read_sound
from thanjai.web.days import read_day
from thanjai.web.officer.acting import done, refused
from thanjai.web.officer.casepage import Typed
from thanjai.web.officer.entry import Officer, for_delegates_too

MOST_MEGABYTES: Final = 10


@require_POST
@for_delegates_too
def bring_paper(request: HttpRequest, officer: Officer, case: UUID) -> HttpResponse:
    """Keep the picture of a paper, and do what the paper says."""
    values = requests.typed(request)
    typed = Typed(values.get("command", ""), "", values)
    try:
        _do(request, officer, case, typed)
    except Refusal as refusal:
        return refused(request, officer, case, typed, refusal)
    return done(case, typed.command)


def _do(request: HttpRequest, officer: Officer, case: UUID, typed: Typed) -> None:
    seen = typed.values.get("version", "")
    version = int(seen) if seen.isdecimal() else None
    if typed.command == "acknowledge":
        afterwards.acknowledge_on_paper(
            actor=officer.actor, case_id=case, paper=brought(request), expected_version=version
        )  # fmt: skip
    elif typed.command == "appeal":
        afterwards.enter_appeal(
            actor=officer.actor, case_id=case, grounds=typed.values.get("grounds", ""),
            day=read_day(typed.values, "appeal-at"), paper=brought(request), expected_version=version,
        )  # fmt: skip
    else:
        raise Refusal("no_such_page", Text(th="ไม่รู้จักรายการนี้", en="There is no such command."))


def brought(request: HttpRequest) -> afterwards.Paper:
    """The picture that was sent. Raises Refusal for none, or one that is not sound."""
    upload = request.FILES.get("file")
    if upload is None:
        raise Refusal(
            "file_needed", Text(th="แนบภาพหรือ PDF ของเอกสาร", en="Attach a picture or PDF of the paper."), field="file"
        )
    try:
        sound = read_sound(upload, tuple(KINDS), MOST_MEGABYTES)
    except Refusal as refusal:
        words = refusal.message
        said = Text(th=words.th, en=f"{words.en[:1].upper()}{words.en[1:]}.")
        raise Refusal(refusal.code, said, field="file") from None
    return afterwards.Paper(sound.name, sound.content, sound.content_type, sound.state)
