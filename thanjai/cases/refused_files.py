"""What follows when harmful software is found in a file that had been taken while the scanner was away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from thanjai.cases import drafts
from thanjai.cases.letters import write_to_applicant
from thanjai.cases.models import Case, Draft
from thanjai.catalogue.selectors import definition_of
from thanjai.domain.text import Text
from thanjai.kernel.events import subscribe
from thanjai.kernel.files import FileRefused

PURPOSE: Final = "answer"
SUBJECT: Final = Text(th="ไฟล์ที่ท่านส่งเปิดไม่ได้", en="A file you sent cannot be opened")


@subscribe(FileRefused)
def drop_or_tell(refused: FileRefused) -> None:
    """From a request that is not sent yet the file is taken out, so that its page asks again; else there is a letter."""
    if refused.purpose != PURPOSE:
        return
    draft = Draft.objects.select_for_update(of=("self",)).filter(pk=refused.owner_id).first()
    if draft is None:
        return
    if draft.submitted_at is None:
        _take_out(draft, str(refused.file_id))
        return
    row = Case.objects.filter(pk=draft.case_id or draft.id).first()
    if row is not None:
        write_to_applicant(row, key=f"file-refused/{refused.file_id}", subject=SUBJECT, words=_words(refused.name))


def _words(name: str) -> Text:
    return Text(
        th=f"ตรวจพบโปรแกรมอันตรายในไฟล์ “{name}” ที่ท่านแนบมา จึงลบไฟล์นั้นแล้ว คำขอของท่านยังอยู่ครบ"
        " ตรวจเครื่องของท่าน และเตรียมไฟล์ใหม่ไว้ หน่วยงานจะแจ้งหากต้องการให้ส่งอีกครั้ง",
        en=f"Harmful software was found in “{name}”, which you attached, so that file was removed. Your request stands."
        " Check your device and have a new copy ready; the agency will tell you if it needs it again.",
    )


def _take_out(draft: Draft, id: str) -> None:
    answers = draft.answers
    for page in definition_of(draft.version_id).form.pages:
        given = {field.id: answers[field.id] for field in page.fields if field.id in answers}
        left = {name: _without(value, id) for name, value in given.items()}
        if left != given:
            drafts.save_answers(draft=draft, page_id=page.id, values=left, is_done=False)


def _without(value: Any, id: str) -> Any:
    """The same answer without that file; nothing is left of a list that held nothing else."""
    if isinstance(value, Mapping):
        return {name: _without(inner, id) for name, inner in value.items()}
    if not isinstance(value, list):
        return value
    left = [_without(one, id) for one in value if not (isinstance(one, Mapping) and one.get("id") == id)]
    return left or None
