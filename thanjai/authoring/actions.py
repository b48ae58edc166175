"""Beginning a draft of a service, changing it, taking changes back, giving it up."""

from __future__ import annotations

import json
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction

from thanjai.agencies.selectors import name_of
from thanjai.authoring.models import DID, DISCARDED, HANDED_IN, LIVE, OPEN, REDID, UNDID, Change, Draft
from thanjai.authoring.permissions import author_of
from thanjai.authoring.selectors import NO_DRAFT, next_redo, next_undo, operations_since
from thanjai.catalogue.selectors import body_of, current_version
from thanjai.domain.definition.base import AgencyKind
from thanjai.domain.definition.blank import blank, id_from
from thanjai.domain.definition.editing import Operation, apply, operation_from
from thanjai.domain.definition.merging import Conflict, carried_over, conflicts
from thanjai.domain.definition.problems import Where
from thanjai.domain.definition.telling import told
from thanjai.domain.definition.yaml_text import MOST_CHARACTERS, YamlFault, load
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import now
from thanjai.kernel.tenancy import Actor


class ChangedMeanwhile(Refusal):
    """Somebody else has changed the same. `paths` are the places, as they stand in the draft now."""

    def __init__(self, paths: tuple[Where, ...]) -> None:
        super().__init__(
            "changed_meanwhile",
            Text(
                th="มีผู้อื่นแก้ส่วนเดียวกันนี้ระหว่างที่ท่านแก้ ดูทั้งสองแบบแล้วเลือก",
                en="Somebody else has changed the same meanwhile. Look at both and choose.",
            ),
        )
        self.paths = paths


def begin_draft(*, actor: Actor, title: Text) -> Draft:
    """Begin a service from an empty page. Its id is made of the English title."""
    member = author_of(actor)
    agency = member.agency
    id = id_from(title.en, otherwise="service", joint="-")
    if current_version(id) is not None:
        id = f"{id[: 58 - len(agency.slug)]}-{agency.slug}"
    return _begun(actor, blank(id, title, name_of(agency), AgencyKind(agency.kind)), None)


def begin_from_version(*, actor: Actor, service_id: str) -> Draft:
    """Begin the next version of a service that is published. Raises Refusal no_such_service."""
    version = current_version(service_id)
    if version is None:
        raise Refusal("no_such_service", Text(th="ยังไม่ได้เผยแพร่บริการนี้", en="No such service is published."))
    return _begun(actor, body_of(version), version)


def begin_from_pack(*, actor: Actor, text: str) -> Draft:
    """Begin from a definition written elsewhere, as YAML. It need not be valid yet, but must have an id."""
    try:
        body = load(text).data
    except YamlFault as fault:
        raise Refusal("pack_unreadable", _at_line(fault), field="pack") from fault
    id = body.get("id") if isinstance(body, dict) else None
    if not isinstance(id, str) or id != id_from(id, otherwise="", joint="-"):
        raise Refusal("pack_without_id", _NO_ID, field="pack")
    return _begun(actor, body, current_version(id))


def _at_line(fault: YamlFault) -> Text:
    return Text(th=f"บรรทัดที่ {fault.line}: {fault.message.th}", en=f"Line {fault.line}: {fault.message.en}")


@transaction.atomic
def _begun(actor: Actor, body: dict[str, Any], base: UUID | None) -> Draft:
    member = author_of(actor)
    assert actor.person is not None
    before = Draft.objects.filter(agency_id=member.agency_id, service_id=body["id"], state__in=LIVE).first()
    if before is not None:
        raise Refusal("draft_exists", _exists(before))
    at = now()
    draft = Draft(
        agency_id=member.agency_id, service_id=body["id"], base_id=base, body=body, begun_by=actor.person,
        begun_by_name=actor.name, begun_at=at, changed_by=actor.person, changed_by_name=actor.name, changed_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            draft.save(force_insert=True)
    except IntegrityError as twice:
        raise Refusal("draft_exists", _exists(draft)) from twice
    return draft


def _exists(draft: Draft) -> Text:
    who = draft.changed_by_name
    return Text(
        th=f"มีร่างของบริการนี้อยู่แล้ว แก้ไขล่าสุดโดย {who} เปิดร่างนั้นแก้ต่อ หรือยกเลิกร่างนั้นก่อน",
        en=f"There is a draft of this service already, last changed by {who}. Go on with it, or give it up first.",
    )


@transaction.atomic
def change(*, actor: Actor, draft_id: UUID, operation: Operation, base: int) -> Draft:
    """Change a draft by an operation that was made on its revision `base`.

    Raises ChangedMeanwhile where somebody else has changed the same since, and Refusal where the place is gone, the
    id is taken, or the draft is not open.
    """
    draft = _locked(actor, draft_id)
    return _write(actor, draft, _carried(draft, operation, base), DID, None)


@transaction.atomic
def undo(*, actor: Actor, draft_id: UUID) -> Draft:
    """Take back the actor's own last change. Raises ChangedMeanwhile where others have built on it."""
    draft = _locked(actor, draft_id)
    assert actor.person is not None
    row = next_undo(draft, actor.person)
    if row is None:
        raise Refusal("nothing_to_undo", Text(th="ไม่มีการแก้ไขของท่านให้ย้อน", en="There is no change of yours to undo."))
    operation = _carried(draft, operation_from(row.inverse), row.revision)
    return _write(actor, draft, operation, UNDID, row)


@transaction.atomic
def redo(*, actor: Actor, draft_id: UUID) -> Draft:
    """Do again what the actor took back last."""
    draft = _locked(actor, draft_id)
    assert actor.person is not None
    row = next_redo(draft, actor.person)
    if row is None:
        raise Refusal("nothing_to_redo", Text(th="ไม่มีรายการให้ทำซ้ำ", en="There is nothing to do again."))
    operation = _carried(draft, operation_from(row.inverse), row.revision)
    return _write(actor, draft, operation, REDID, row)


@transaction.atomic
def discard(*, actor: Actor, draft_id: UUID) -> Draft:
    """Give a draft up. What was written stays to be read; twice changes nothing.

    Raises Refusal draft_handed_in for one that reviewers have, or that waits to be published.
    """
    draft = _locked(actor, draft_id, states=(*LIVE, DISCARDED))
    if draft.state in HANDED_IN:
        raise Refusal("draft_handed_in", _HANDED_IN)
    if draft.state != DISCARDED:
        draft.state = DISCARDED
        _signed(draft, actor).save(update_fields=["state", *_SIGNED])
    return draft


def _carried(draft: Draft, operation: Operation, base: int) -> Operation:
    others = operations_since(draft, base)
    try:
        return carried_over(operation, others, draft.body)
    except Conflict as conflict:
        paths = conflicts(operation, others, draft.body) or (conflict.path,)
        raise ChangedMeanwhile(paths) from conflict


def _write(actor: Actor, draft: Draft, operation: Operation, kind: str, row: Change | None) -> Draft:
    """Store a change. An operation that does nothing leaves nothing, unless it takes back or repeats."""
    applied = apply(draft.body, operation)
    if applied.body == draft.body and kind == DID:
        return draft
    _check(applied.body, draft)
    words = told(applied.done, draft.body) if row is None else Text.model_validate(row.words)
    draft.body, draft.revision = applied.body, draft.revision + 1
    assert actor.person is not None
    Change.objects.create(
        draft=draft, agency_id=draft.agency_id, revision=draft.revision, kind=kind,
        undoes=row.revision if row else None, operation=applied.done.model_dump(mode="json"),
        inverse=applied.inverse.model_dump(mode="json"), words=words.model_dump(), by=actor.person,
        by_name=actor.name, at=now(),
    )  # fmt: skip
    _signed(draft, actor).save(update_fields=["body", "revision", *_SIGNED])
    return draft


def _check(body: Any, draft: Draft) -> None:
    """What no draft may come to be, however unfinished."""
    if not isinstance(body, dict) or body.get("id") != draft.service_id:
        raise Refusal("id_fixed", _FIXED, field="id")
    if len(json.dumps(body, ensure_ascii=False)) > MOST_CHARACTERS:
        raise Refusal("draft_too_large", _TOO_LARGE)


_SIGNED: Final = ("changed_by", "changed_by_name", "changed_at")


def _signed(draft: Draft, actor: Actor) -> Draft:
    assert actor.person is not None
    draft.changed_by, draft.changed_by_name, draft.changed_at = actor.person, actor.name, now()
    return draft


def _locked(actor: Actor, draft_id: UUID, states: tuple[str, ...] = (OPEN,)) -> Draft:
    member = author_of(actor)
    found = Draft.objects.select_for_update().filter(pk=draft_id, agency_id=member.agency_id).first()
    if found is None:
        raise Refusal("no_such_page", NO_DRAFT)
    if found.state not in states:
        raise Refusal("draft_closed", _CLOSED)
    return found


_CLOSED: Final = Text(
    th="ร่างนี้ไม่ได้เปิดให้แก้ไขแล้ว ส่งตรวจ เผยแพร่ หรือยกเลิกไปแล้ว",
    en="This draft is not open for changes: it is in review, published or given up.",
)
_HANDED_IN: Final = Text(
    th="ร่างนี้ส่งตรวจหรือได้รับความเห็นชอบแล้ว ดึงกลับจากการตรวจ หรือยกเลิกกำหนดเผยแพร่และส่งกลับผู้เขียนก่อน แล้วจึงยกเลิกร่าง",
    en="This draft is in review or approved. Take it back, or call its publishing off and give it back to its authors, then give it up.",
)
_FIXED: Final = Text(
    th="ชื่อทางเทคนิคของบริการเปลี่ยนไม่ได้เมื่อเริ่มร่างแล้ว เริ่มร่างใหม่แทน",
    en="A draft keeps the technical name of its service. Begin another draft instead.",
)
_TOO_LARGE: Final = Text(
    th="บริการนี้ยาวเกินไป แบ่งเป็นหลายบริการ หรือย่อข้อความ",
    en="This service has become too long. Shorten it, or make it several services.",
)
_NO_ID: Final = Text(
    th="ไฟล์ต้องมี id ของบริการ เป็นตัวอังกฤษเล็ก ตัวเลข และขีดกลาง",
    en="The file must give the service an `id` of small letters, figures and dashes.",
)
