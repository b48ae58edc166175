"""Why things take longer than the law allows: a closed list, so that causes can be counted across agencies."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from thanjai.domain.text import Text


class DelayCause(StrEnum):
    WAITING_AGENCY = "waiting_agency"
    INSPECTION = "inspection"
    COMPLEX = "complex"
    MANY_REQUESTS = "many_requests"
    STAFF = "staff"
    COMMITTEE = "committee"
    SYSTEM = "system"
    DISASTER = "disaster"
    OTHER = "other"
    NOT_GIVEN = "not_given"
    """The officer gave none by the day of the notice, and the notice says so."""


LAW: Final = Text(
    th="พระราชบัญญัติการอำนวยความสะดวกในการพิจารณาอนุญาตของทางราชการ พ.ศ. 2558 มาตรา 10",
    en="Licensing Facilitation Act B.E. 2558, section 10",
)
"""What obliges an agency to explain a delay to the applicant every 7 days, with a copy to OPDC."""

WORDS: Final[Mapping[DelayCause, Text]] = {
    DelayCause.WAITING_AGENCY: Text(th="รอหน่วยงานอื่น", en="Waiting for another agency"),
    DelayCause.INSPECTION: Text(th="ตรวจสถานที่ยังไม่เสร็จ", en="The inspection is not finished"),
    DelayCause.COMPLEX: Text(th="เรื่องมีข้อเท็จจริงหรือข้อกฎหมายซับซ้อน", en="The facts or the law are complicated"),
    DelayCause.MANY_REQUESTS: Text(th="มีคำขอจำนวนมาก", en="There are very many requests"),
    DelayCause.STAFF: Text(th="เจ้าหน้าที่ไม่เพียงพอ", en="There are too few officers"),
    DelayCause.COMMITTEE: Text(th="รอการประชุมคณะกรรมการ", en="Waiting for a committee to meet"),
    DelayCause.SYSTEM: Text(th="ระบบขัดข้อง", en="A system does not work"),
    DelayCause.DISASTER: Text(th="เหตุสุดวิสัยหรือภัยพิบัติ", en="Force majeure or a disaster"),
    DelayCause.OTHER: Text(th="เหตุอื่น", en="Another reason"),
    DelayCause.NOT_GIVEN: Text(th="หน่วยงานยังไม่ได้ระบุเหตุ", en="The agency has not given a reason yet"),
}

CAUSES: Final = {cause: words for cause, words in WORDS.items() if cause is not DelayCause.NOT_GIVEN}
"""Those that an officer chooses from."""
