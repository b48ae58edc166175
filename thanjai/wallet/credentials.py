"""A document as an SD-JWT VC (RFC 9901; IETF draft SD-JWT-based verifiable credentials).

Its holder shows of it what is asked for, field by field. It says no more than the paper's public page.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from sd_jwt.common import SDObj
from sd_jwt.issuer import SDJWTIssuer

from thanjai.documents import selectors as documents
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel import jose, signatories
from thanjai.kernel.clock import BANGKOK, now
from thanjai.kernel.pdf.signing import CannotSign, Signer
from thanjai.kernel.tenancy import Actor, Kind, acting_as, worker_at
from thanjai.wallet import statuses
from thanjai.wallet.types import address as type_address

KIND: Final = "dc+sd-jwt"


class _Issuer(SDJWTIssuer):  # type: ignore[misc]
    """The reference implementation, whose signing would want the private key in hand."""

    def __init__(self, claims: dict[Any, Any], signer: Signer) -> None:
        self._own = signer
        super().__init__(claims, issuer_key=None)

    def _create_signed_jws(self) -> None:
        self.serialized_sd_jwt = jose.signed(self._own, KIND, self.sd_jwt_payload)


def issuer(slug: str) -> str:
    """How an agency is called in its credentials; its keys are found below `/.well-known/jwt-vc-issuer`."""
    return f"{settings.BASE_URL}/wallet/{slug}"


@transaction.atomic
def credential(*, actor: Actor, document_id: UUID) -> str:
    """The credential of a document, for its holder, while it is in force. Raises Refusal."""
    document = documents.held(document_id) if actor.kind in (Kind.PERSON, Kind.BEARER) else None
    if document is None:
        raise documents.no_such_document()
    if documents.status_of(document) != "valid" or not document.holder:
        raise Refusal("not_in_force", _NOT_IN_FORCE)
    with acting_as(worker_at(document.agency_id)):
        place = statuses.place_of(document.agency_id, document.id)
    signer = signatories.signer(document.agency.code)
    try:
        return str(_Issuer(_claims(document, place, is_test=signer.is_test), signer).sd_jwt_issuance)
    except CannotSign as error:
        raise Refusal("cannot_sign", _CANNOT_SIGN) from error


def _claims(document: Any, place: Any, *, is_test: bool) -> dict[Any, Any]:
    """Wrapped in `SDObj`: what the holder may keep to themselves, each part for itself."""
    agency = document.agency
    told: dict[Any, Any] = {
        "iss": issuer(agency.slug), "iat": int(now().timestamp()), "nbf": _begin(document.valid_from),
        "vct": type_address(),
        "status": {"status_list": {"idx": place.place, "uri": statuses.address(agency.slug, place.list)}},
        SDObj("kind"): document.kind, SDObj("title"): document.title, SDObj("number"): document.number,
        SDObj("holder"): document.holder, SDObj("agency"): {"th": agency.name_th, "en": agency.name_en},
        SDObj("issued_on"): document.issued_at.astimezone(BANGKOK).date().isoformat(),
        SDObj("check_address"): f"{settings.BASE_URL}/v/{document.check_code}/",
        "details": [SDObj({"label": line["label"], "value": line["value"]}) for line in document.public],
    }  # fmt: skip
    if document.valid_until:
        told["exp"] = _begin(document.valid_until + timedelta(days=1))
        told[SDObj("valid_until")] = document.valid_until.isoformat()
    if is_test:
        told["test"] = True
    return told


def _begin(day: Any) -> int:
    """The first second of a Thai day."""
    return int(datetime.combine(day, time(), BANGKOK).timestamp())


_NOT_IN_FORCE = Text(
    th="เอกสารนี้ใช้ไม่ได้ในขณะนี้ จึงเก็บลงกระเป๋าเอกสารไม่ได้ ดูสถานะในหน้าตรวจสอบ",
    en="This document is not in force, so it cannot be put into a wallet. See on its check page how it stands.",
)
_CANNOT_SIGN = Text(
    th="หน่วยงานนี้ยังออกเอกสารสำหรับกระเป๋าเอกสารไม่ได้ ใช้ไฟล์ PDF แทน",
    en="This agency cannot sign for wallets yet. Use the PDF in its place.",
)
