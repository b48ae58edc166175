"""The papers of a trial: what the real ones would say, under a number and a name that nobody takes for real."""

from __future__ import annotations

from typing import Final

from thanjai.documents.wording import last_day, lines_of
from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.definition.model import Step
from thanjai.domain.expressions import value_of
from thanjai.domain.pretending.run import NUMBER, Run
from thanjai.domain.text import Text
from thanjai.kernel.pdf.content import Letterhead, LicenceContent, Line, Signatory

NOBODY: Final = Signatory(
    name=Text(th="(ไม่มีผู้ลงนาม)", en="(nobody signs)"),
    position=Text(th="ทดลองใช้ ไม่มีผลตามกฎหมาย", en="A trial, not valid in law"),
)
SOMEWHERE: Final = Letterhead(agency=Text(th="หน่วยงานสมมติ", en="An agency of the trial"))


def content_of(run: Run, step: Step, letterhead: Letterhead = SOMEWHERE) -> LicenceContent | None:
    """What the paper of an issuing step says; None for a step that does something to a document that is there."""
    definition = run.rules.definition
    if step.paper is None:
        return None
    paper = definition.paper(step.paper)
    issued = run.case.steps[step.id].finished_at or run.at
    today = bangkok_day(issued)
    environment = run.rules.environment(run.case, today)
    holder = value_of(paper.holder, environment)
    return LicenceContent(
        letterhead=letterhead,
        title=paper.title,
        number=f"{NUMBER}-{paper.id}",
        law=paper.law,
        opening=paper.opening,
        holder=str(holder or "-")[:200],
        items=tuple(Line(label=one.label, value=one.value) for one in lines_of(paper, definition, environment)),
        conditions=paper.conditions,
        display=paper.display,
        fee_satang=run.case.paid_satang,
        issued_on=today,
        expires_on=last_day(paper, environment, today),
        signatory=NOBODY,
        test=True,
    )
