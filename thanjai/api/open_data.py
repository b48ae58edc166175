"""The public register as open data: all papers of an agency or of a kind, piece by piece, and what its columns mean.

A piece is written anew each time from the papers as they stand; pieces go on from the last paper of the one before, so
what is issued or suspended meanwhile moves nothing. Each says its moment, its digest, its licence and the next piece.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, Literal
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date
from ninja import Path, Query, Router
from pydantic import BaseModel, Field

from thanjai.agencies import selectors as agencies
from thanjai.api.agencies import AgencyPlace
from thanjai.api.shapes import name_of
from thanjai.documents import register
from thanjai.documents.register import Listed
from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.definition.papers import PaperKind
from thanjai.domain.spreadsheet import harmless
from thanjai.domain.text import Text
from thanjai.kernel.clock import now
from thanjai.kernel.limits import OPEN_DATA_PIECES, limited

router = Router(tags=["documents"])
LICENCE: Final = "DGA Open Government License"
MOST: Final = 2_000
"""Papers of one piece: it is written within a second, so nobody waits behind it."""
TYPES: Final = {"jsonl": "application/jsonl; charset=utf-8", "csv": "text/csv; charset=utf-8"}
FIELDS: Final[tuple[tuple[str, str, Text], ...]] = (
    ("number", "text", Text(th="เลขที่เอกสาร", en="Number of the paper")),
    ("kind", "text", Text(th="ประเภทเอกสาร", en="Kind of paper")),
    ("title_th", "text", Text(th="ชื่อเอกสารภาษาไทย", en="What the paper is, in Thai")),
    ("title_en", "text", Text(th="ชื่อเอกสารภาษาอังกฤษ", en="What the paper is, in English")),
    ("agency", "text", Text(th="รหัสหน่วยงานผู้ออกในที่อยู่เว็บ", en="Who issued it, by its place in addresses")),
    ("agency_th", "text", Text(th="ชื่อหน่วยงานภาษาไทย", en="Name of the agency in Thai")),
    ("agency_en", "text", Text(th="ชื่อหน่วยงานภาษาอังกฤษ", en="Name of the agency in English")),
    ("holder", "text", Text(th="ผู้ถือเอกสารตามที่ปรากฏบนเอกสาร", en="Whose it is, as the paper says")),
    ("says", "text", Text(th="ข้อความอื่นบนเอกสาร", en="What else the paper says in public")),
    ("issued_on", "date", Text(th="วันที่ออก", en="Day of issue, in Thailand")),
    ("valid_until", "date", Text(th="วันสุดท้ายที่ใช้ได้ ว่าง: ไม่มีกำหนด", en="The last day; empty: no end")),
    (
        "status", "text",
        Text(
            th="สถานะ ณ เวลาที่เขียน: valid, expired, suspended, revoked, superseded, not_yet_valid",
            en="How it stood when it was written: valid, expired, suspended, revoked, superseded, not_yet_valid",
        ),
    ),
)  # fmt: skip


class KindPlace(BaseModel):
    kind: PaperKind = Field(description="What sort of paper it is.", examples=["licence"])


class PieceAsked(BaseModel):
    format: Literal["jsonl", "csv"] = Field("jsonl", description="JSON Lines (one paper a line), or CSV with a header.")
    after: str = Field(
        "", description="From the `Link` of the piece before; left out, with the oldest paper it begins.",
        max_length=100, pattern=r"^[-0-9a-f.:TZ~+]*$",
    )  # fmt: skip
    limit: int = Field(MOST, description="How many papers at most.", ge=1, le=MOST)


class DataField(BaseModel):
    """A column, and what it means."""

    name: str
    type: str
    description: Text


class DataResource(BaseModel):
    """Where the first piece is."""

    format: str
    url: str


class Dataset(BaseModel):
    """What DGA's catalogue asks of each set of data, by the names it has there, and the data dictionary."""

    title: Text
    notes: Text
    data_type: str
    owner_org: Text
    maintainer: Text
    maintainer_email: str
    tag_string: list[str]
    objective: str
    update_frequency_unit: str
    geo_coverage: str
    data_source: str
    data_format: list[str]
    data_category: str
    license_id: str
    resources: list[DataResource]
    fields: list[DataField]


_SENT: Final[dict[str, Any]] = {
    "responses": {200: {"content": {kind.partition(";")[0]: {"schema": {"type": "string"}} for kind in TYPES.values()}}}
}


@router.get("register/agencies/{slug}/papers", url_name="api_register_of_agency", operation_id="list_agency_papers",
            summary="The whole register of an agency, piece by piece", openapi_extra=_SENT)  # fmt: skip
@limited(OPEN_DATA_PIECES)
def papers_of_agency(request: HttpRequest, place: Path[AgencyPlace], asked: Query[PieceAsked]) -> HttpResponse:
    """All papers that an agency's services list in public, in the order of issue. `Link: rel="next"` leads on."""
    agency = agencies.agency_by_slug(place.slug)
    found = register.whole(agency=agency.id, after=_place(asked.after), most=asked.limit + 1)
    return _piece(f"agencies/{place.slug}", found, asked)


@router.get("register/kinds/{kind}/papers", url_name="api_register_of_kind", operation_id="list_kind_papers",
            summary="All papers of a kind, piece by piece", openapi_extra=_SENT)  # fmt: skip
@limited(OPEN_DATA_PIECES)
def papers_of_kind(request: HttpRequest, place: Path[KindPlace], asked: Query[PieceAsked]) -> HttpResponse:
    """All papers of a kind that any agency lists in public, in the order of issue. `Link: rel="next"` leads on."""
    found = register.whole(kind=place.kind, after=_place(asked.after), most=asked.limit + 1)
    return _piece(f"kinds/{place.kind}", found, asked)


@router.get("register/agencies/{slug}/dataset", response=Dataset, url_name="api_dataset_of_agency",
            operation_id="describe_agency_papers", summary="An agency's register described for catalogues")  # fmt: skip
def dataset_of_agency(request: HttpRequest, place: Path[AgencyPlace]) -> Dataset:
    """The fields that the Digital Government Agency's catalogue asks for, and the data dictionary."""
    agency = agencies.agency_by_slug(place.slug)
    name = name_of(agency)
    return _dataset(f"agencies/{place.slug}", name, name, agency.email, "จังหวัด")


@router.get("register/kinds/{kind}/dataset", response=Dataset, url_name="api_dataset_of_kind",
            operation_id="describe_kind_papers", summary="The papers of a kind described for catalogues")  # fmt: skip
def dataset_of_kind(request: HttpRequest, place: Path[KindPlace]) -> Dataset:
    """The fields that the Digital Government Agency's catalogue asks for, and the data dictionary."""
    everybody = Text(th="หน่วยงานผู้ออกเอกสารทุกแห่ง", en="All agencies that issue them")
    kind = place.kind.replace("_", " ")
    return _dataset(f"kinds/{place.kind}", Text(th=f"ทุกหน่วยงาน ({kind})", en=kind), everybody, "", "ประเทศ")


def _dataset(scope: str, of: Text, owner: Text, email: str, where: str) -> Dataset:
    return Dataset(
        title=Text(th=f"ทะเบียนใบอนุญาต: {of.th}", en=f"Register of licences: {of.en}"),
        notes=Text(
            th="ใบอนุญาตและเอกสารที่หน่วยงานออกและเปิดเผยตามกฎหมาย พร้อมสถานะปัจจุบัน", en="Papers that agencies issued and the law wants found, with how they stand.",
        ),
        data_type="ข้อมูลระเบียน", owner_org=owner, maintainer=owner, maintainer_email=email,
        tag_string=["ใบอนุญาต", "ทะเบียน", "licence", "register"], objective="เพื่อการให้บริการประชาชน",
        update_frequency_unit="ตามเวลาจริง", geo_coverage=where, data_source=settings.BASE_URL,
        data_format=["JSON", "CSV"], data_category="สาธารณะ", license_id=LICENCE,
        resources=[DataResource(format=format, url=_address(f"{scope}/papers", format=format)) for format in TYPES],
        fields=[DataField(name=name, type=type, description=words) for name, type, words in FIELDS],
    )  # fmt: skip


def _piece(scope: str, found: Sequence[Listed], asked: PieceAsked) -> HttpResponse:
    """`found` has one paper more than the piece where another piece follows."""
    written = [_row(one) for one in found[: asked.limit]]
    body = (_as_csv if asked.format == "csv" else _as_lines)(written).encode()
    answer = HttpResponse(body, content_type=TYPES[asked.format])
    links = [(_address(f"{scope}/dataset"), "describedby")]
    if len(found) > asked.limit:
        last = found[asked.limit - 1]
        following = {"format": asked.format, "limit": asked.limit, "after": f"{last.issued_at.isoformat()}~{last.id}"}
        links.insert(0, (_address(f"{scope}/papers", **following), "next"))
    answer["Link"] = ", ".join(f'<{address}>; rel="{relation}"' for address, relation in links)
    answer["Repr-Digest"] = f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"
    answer["Date"] = http_date(now().timestamp())
    answer["Content-Disposition"] = f'attachment; filename="register.{asked.format}"'
    return answer


def _row(one: Listed) -> dict[str, Any]:
    values = (
        one.number, one.kind, one.title.th, one.title.en, one.agency_slug, one.agency.th, one.agency.en, one.holder,
        [{"label": line["label"], "value": line["value"]} for line in one.lines], bangkok_day(one.issued_at).isoformat(),
        one.valid_until.isoformat() if one.valid_until else None, one.status,
    )  # fmt: skip
    return {name: value for (name, _, _), value in zip(FIELDS, values, strict=True)}


def _as_lines(rows: Sequence[dict[str, Any]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _as_csv(rows: Sequence[dict[str, Any]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([name for name, _, _ in FIELDS])
    for row in rows:
        said = "; ".join(f"{line['label']['th']}: {line['value']['th']}" for line in row["says"])
        writer.writerow([harmless(str(value)) if value else "" for value in {**row, "says": said}.values()])
    return text.getvalue()


def _address(path: str, **query: Any) -> str:
    asked = f"?{urlencode(query)}" if query else ""
    return f"{settings.BASE_URL}{settings.API_PATH}v1/register/{path}{asked}"


def _place(after: str) -> tuple[datetime, UUID] | None:
    """Where to go on; None for nonsense, which begins anew."""
    at, _, id = after.partition("~")
    try:
        place = datetime.fromisoformat(at), UUID(id)
    except ValueError:
        return None
    return place if place[0].tzinfo is not None else None
