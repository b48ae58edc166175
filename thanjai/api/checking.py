"""Checking a document by its number or its check code."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Router
from pydantic import BaseModel, ConfigDict, Field

from thanjai.api.shapes import Moment, Typed, day_of
from thanjai.documents import selectors as documents
from thanjai.documents.shown import UNKNOWN, Checked
from thanjai.domain.text import Text
from thanjai.kernel.clock import now
from thanjai.kernel.limits import VERIFY, limited, posting

router = Router(tags=["documents"])
Standing = Literal["valid", "expired", "suspended", "revoked", "superseded", "replaced", "not_yet_valid", "unknown"]


class DocumentAsked(BaseModel):
    """What stands on the paper. It is sent in the body, so that it stays out of logs."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"number": "7C4D-Q2KX-M9TA"}]})

    number: Annotated[
        Typed,
        Field(
            description="The document's number or its check code; Thai digits, spaces and dashes are forgiven.",
            max_length=80,
            examples=["7C4D-Q2KX-M9TA"],
        ),
    ]


class DocumentLine(BaseModel):
    """Something that the paper says in public."""

    label: Text
    value: Text


class Renewed(BaseModel):
    """A further period, paid for."""

    first: date
    last: date
    paid_on: date


class CheckedDocument(BaseModel):
    """What the public check page shows."""

    status: Standing = Field(description="How it stands now; `unknown`: the register does not have it.")
    reasons: list[Text]
    title: Text | None
    number: str = Field(examples=["12/2569"])
    check_code: str = Field(examples=["7C4D-Q2KX-M9TA"])
    agency: Text | None = Field(description="Who issued it.")
    holder: str = Field(description="Whose it is, as the paper says.")
    lines: list[DocumentLine]
    issued_on: date | None
    valid_until: date | None = Field(description="The last day; null: no end.")
    renewals: list[Renewed]
    version: int = Field(description="An amended document has a new version with the same number.")
    newer: str = Field(
        description="The check code of the version or the replacement that has taken its place; empty: none has."
    )
    replacement: int = Field(description="Which replacement of a lost or damaged paper this is; 0: the first paper.")
    is_test: bool = Field(description="Signed by a test authority: without legal force.")


class DocumentsChecked(BaseModel):
    """Each document with this number: agencies may use the same one. There is always one, if only an unknown one."""

    checked_at: Moment
    documents: list[CheckedDocument]


@router.post("documents/check", response=DocumentsChecked, url_name="api_document_check",
             operation_id="check_document", summary="Check a document")  # fmt: skip
@limited(VERIFY, posting)
def check_document(request: HttpRequest, asked: DocumentAsked) -> DocumentsChecked:
    """How a document stands now, and what it says in public. Counted together with the tries on the check page."""
    found = documents.by_number(asked.number) or [UNKNOWN]
    return DocumentsChecked(checked_at=now(), documents=[_checked(one) for one in found])


def _checked(one: Checked) -> CheckedDocument:
    return CheckedDocument(
        status=one.status,
        reasons=list(one.reasons),
        title=one.title,
        number=one.number,
        check_code=one.check_code,
        agency=one.agency,
        holder=one.holder,
        lines=[DocumentLine(label=Text(**line["label"]), value=Text(**line["value"])) for line in one.lines],
        issued_on=day_of(one.issued_at),
        valid_until=one.valid_until,
        renewals=[
            Renewed(first=renewal.period_from, last=renewal.period_until, paid_on=day_of(renewal.paid_at))
            for renewal in one.renewals
        ],
        version=one.version,
        newer=one.newer,
        replacement=one.replacement.ordinal if one.replacement else 0,
        is_test=one.is_test,
    )
