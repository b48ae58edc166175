"""How an agency's pages and papers look: a logo and two colours, tried, put on, and taken back.

What is worn stands in the agency's row as a digest, so a page asks nothing more than it did; what the digest stands
for never changes and is kept in the process.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from uuid import UUID

from django.db import transaction

from thanjai.agencies.models import Agency, Appearance, AppearanceChange
from thanjai.agencies.selectors import head_of
from thanjai.domain.refusals import Refusal
from thanjai.domain.showing.appearance import Colours, chosen_colours
from thanjai.domain.text import Text
from thanjai.kernel import files
from thanjai.kernel.caching import forget
from thanjai.kernel.clock import now
from thanjai.kernel.made import key_of
from thanjai.kernel.models import StoredFile
from thanjai.kernel.scanner import Found
from thanjai.kernel.tenancy import PLATFORM, Actor, acting_as, worker_at

PURPOSE: Final = "logo"
MOST_LOGOS: Final = 100
MOST_BYTES: Final = 200_000
_TOO_MANY: Final = Text(
    th=f"เก็บตราไว้ครบ {MOST_LOGOS} แบบแล้ว ใช้แบบที่เคยใช้จากประวัติ หรือแจ้งผู้ดูแลระบบ",
    en=f"{MOST_LOGOS} logos are kept already. Take one from the history, or ask whoever runs this installation.",
)
_KEPT: Final = 256
_PNG: Final = "image/png"


@dataclass(frozen=True, slots=True)
class Dress:
    """What a digest stands for. `logo` is a PNG."""

    digest: str
    colours: Colours
    logo: bytes

    @property
    def logo_svg(self) -> str:
        """The logo as a drawing, as papers and posters take theirs."""
        width, height = (int.from_bytes(self.logo[at : at + 4], "big") for at in (16, 20))
        inside = base64.b64encode(self.logo).decode()
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
            f'<image width="{width}" height="{height}" href="data:{_PNG};base64,{inside}"/></svg>'
        )


def dress(digest: str) -> Dress | None:
    """What a digest stands for; None for one that no agency has."""
    try:
        return _dress(digest)
    except Appearance.DoesNotExist:
        return None


@lru_cache(maxsize=_KEPT)
def _dress(digest: str) -> Dress:
    found = Appearance.objects.filter(digest=digest).order_by("id").first()
    if found is None:
        raise Appearance.DoesNotExist
    # Files are their agency's; of this one everybody sees the content.
    with acting_as(worker_at(found.agency_id)):
        logo = files.read_file(files.find_file(found.logo))
    return Dress(digest, Colours(found.primary, found.accent), logo)


def dress_of(agency: Agency) -> Dress | None:
    """What an agency wears; None for the platform's own."""
    return dress(agency.wears) if agency.wears else None


def worn_by(agency: Agency, appearance: Appearance) -> Agency:
    """The agency as it would be with an appearance on, to be looked at: never saved."""
    columns = {field.attname: getattr(agency, field.attname) for field in Agency._meta.concrete_fields}
    return Agency(**{**columns, "wears": appearance.digest})


@transaction.atomic
def keep_logo(*, actor: Actor, name: str, content: bytes, state: Found) -> StoredFile:
    """Keep a logo that was drawn anew, for the head to try. Raises Refusal, and OSError."""
    head = head_of(actor)
    if files.is_full(head.agency_id, MOST_LOGOS, MOST_LOGOS * MOST_BYTES):
        raise Refusal("too_many_logos", _TOO_MANY, field="logo")
    return files.store_file(
        content=content, name=name, content_type=_PNG, agency=head.agency_id, owner=head.agency_id, purpose=PURPOSE,
        state=state,
    )  # fmt: skip


def logo_of(agency_id: UUID, typed: str) -> StoredFile | None:
    """The logo of this id that the agency has kept; None for any other."""
    return next((one for one in files.files_of(agency_id, PURPOSE) if str(one.id) == typed), None)


@transaction.atomic
def try_on(*, actor: Actor, primary: str, accent: str, logo: str) -> Appearance:
    """A logo that is kept and two colours, to be looked at before they are worn. Raises Refusal with the field."""
    head = head_of(actor)
    colours = chosen_colours(primary, accent)
    file = logo_of(head.agency_id, logo)
    if file is None:
        raise Refusal(
            "no_logo", Text(th="แนบตราเป็นไฟล์ PNG หรือ JPEG", en="Attach the logo as PNG or JPEG."), field="logo"
        )
    _must_be_clean(file)
    found, _ = Appearance.objects.get_or_create(
        agency_id=head.agency_id, digest=key_of(colours.primary, colours.accent, file.sha256),
        defaults={"primary": colours.primary, "accent": colours.accent, "logo": file.id, "at": now()},
    )  # fmt: skip
    return found


def _must_be_clean(file: StoredFile) -> None:
    if file.state == Found.MALWARE:
        raise Refusal("file_malware", files.MALWARE, field="logo")
    if file.state != Found.CLEAN:
        raise Refusal("file_waiting", files.BEING_CHECKED, field="logo")


@transaction.atomic
def put_on(*, actor: Actor, appearance_id: UUID) -> AppearanceChange:
    """From now on the agency's pages and papers look like this. Raises Refusal."""
    head = head_of(actor)
    wanted = appearance(head.agency_id, appearance_id)
    _lock(head.agency_id)
    latest = _latest(head.agency_id)
    if latest is not None and latest.appearance_id == wanted.id:
        return latest
    return _wear(actor, head.agency_id, wanted)


@transaction.atomic
def undo(*, actor: Actor, change_id: UUID) -> AppearanceChange:
    """What was worn before the latest change is worn again. Raises Refusal where that is not the latest any more."""
    head = head_of(actor)
    _lock(head.agency_id)
    newest = changes_of(head.agency_id)[:2]
    if not newest or newest[0].id != change_id:
        raise Refusal(
            "changed_meanwhile",
            Text(
                th="มีผู้เปลี่ยนรูปลักษณ์ไปแล้ว ตรวจประวัติแล้วเลือกใหม่",
                en="The look was changed meanwhile. See the history, and choose again.",
            ),
        )
    before = newest[1].appearance if len(newest) > 1 else None
    return _wear(actor, head.agency_id, before, undid=change_id)


def _lock(agency_id: UUID) -> None:
    """One change of an agency at a time."""
    with acting_as(PLATFORM):
        Agency.objects.select_for_update().get(pk=agency_id)


def _wear(actor: Actor, agency_id: UUID, wanted: Appearance | None, undid: UUID | None = None) -> AppearanceChange:
    assert actor.person is not None
    change = AppearanceChange.objects.create(
        agency_id=agency_id, appearance=wanted, undid=undid, by=actor.person, by_name=actor.name, at=now()
    )
    with acting_as(PLATFORM):
        Agency.objects.filter(pk=agency_id).update(wears=wanted.digest if wanted else "")
    forget()
    return change


def appearance(agency_id: UUID, id: UUID) -> Appearance:
    """One of an agency's. Raises Refusal no_such_page."""
    found = Appearance.objects.filter(pk=id, agency_id=agency_id).first()
    if found is None:
        raise Refusal("no_such_page", Text(th="ไม่พบรูปลักษณ์นี้", en="There is no such look."))
    return found


def changes_of(agency_id: UUID) -> list[AppearanceChange]:
    """What an agency has worn, newest first."""
    found = AppearanceChange.objects.filter(agency_id=agency_id).select_related("appearance")
    return list(found.order_by("-at", "-id")[:50])


def _latest(agency_id: UUID) -> AppearanceChange | None:
    return next(iter(changes_of(agency_id)), None)
