"""The columns of a list of agencies."""

from __future__ import annotations

from typing import Final

from thanjai.domain.intake.table import Column
from thanjai.domain.text import Text


def _column(id: str, heading: tuple[str, str], hint: tuple[str, str], example: str, *also: str) -> Column:
    th, en = heading
    needed = id in ("code", "kind", "name_th", "name_en")
    return Column(id, Text(th=th, en=en), Text(th=hint[0], en=hint[1]), example, needed, also)


COLUMNS: Final = (
    _column("code", ("รหัสหน่วยงาน", "Code"),
            ("อักษรอังกฤษหรือตัวเลข 2 ถึง 8 ตัว ปรากฏในเลขที่คำขอ หน่วยงานเดิมหาจากรหัสนี้",
             "2 to 8 letters or digits; it stands in numbers, and an agency that is there is found by it"),
            "640104", "รหัส", "agency code", "รหัส อปท."),
    _column("kind", ("ประเภท", "Kind"),
            ("อบจ. เทศบาลนคร เทศบาลเมือง เทศบาลตำบล อบต. พิเศษ กรม หรือ สำนักงานจังหวัด",
             "pao, municipality, sao, special_local, department or provincial_office, or the Thai words"),
            "เทศบาลตำบล", "ประเภท อปท.", "ประเภทหน่วยงาน", "agency kind"),
    _column("name_th", ("ชื่อภาษาไทย", "Thai name"), ("ชื่อเต็ม", "In full"), "เทศบาลตำบลท่าพระ", "ชื่อ", "ชื่อหน่วยงาน",
            "ชื่อ อปท."),
    _column("name_en", ("ชื่อภาษาอังกฤษ", "English name"), ("ชื่อเต็ม", "In full"), "Tha Phra Subdistrict Municipality"),
    _column("province", ("จังหวัด", "Province"),
            ("เว้นว่างได้ถ้าพื้นที่บอกอยู่แล้ว", "May be left blank where the areas tell it"), "ขอนแก่น", "ชื่อจังหวัด"),
    _column("areas", ("พื้นที่รับผิดชอบ", "Areas"),
            ("รหัสหรือชื่อจังหวัด อำเภอ ตำบล คั่นหลายพื้นที่ด้วย ;",
             "Codes or names of subdistricts, districts or provinces; a semicolon between two"),
            "400104", "พื้นที่", "เขตพื้นที่", "area"),
    _column("address_th", ("ที่อยู่ภาษาไทย", "Thai address"), ("ของที่ทำการ", "Of the office"),
            "ตำบลท่าพระ อำเภอเมืองขอนแก่น จังหวัดขอนแก่น 40260", "ที่อยู่", "ที่ตั้ง"),
    _column("address_en", ("ที่อยู่ภาษาอังกฤษ", "English address"), ("ของที่ทำการ", "Of the office"),
            "Tha Phra, Mueang Khon Kaen, Khon Kaen 40260"),
    _column("phone", ("โทรศัพท์", "Telephone"), ("มีหมายเลขต่อได้", "Extensions may follow"), "043 000 002",
            "เบอร์โทรศัพท์", "phone number"),
    _column("email", ("อีเมล", "E-mail"), ("ของหน่วยงาน", "Of the agency"), "saraban@thaphra.example", "อีเมล์",
            "mail", "email address"),
    _column("website", ("เว็บไซต์", "Website"), ("ขึ้นต้นด้วย https://", "It begins with https://"),
            "https://thaphra.example", "site", "url"),
    _column("tax_id", ("เลขประจำตัวผู้เสียภาษี", "Tax id"), ("13 หลัก ขึ้นต้นด้วย 0", "13 digits; the first is 0"),
            "0994000302207", "เลขผู้เสียภาษี", "tax number"),
    _column("hours", ("เวลาทำการ", "Hours"), ("เวลาเปิดและปิด", "When it opens and closes"), "08:30-16:30",
            "เวลาเปิดทำการ", "opening hours"),
    _column("latitude", ("ละติจูด", "Latitude"), ("องศา ทศนิยม", "Degrees, as a decimal"), "16.337", "lat"),
    _column("longitude", ("ลองจิจูด", "Longitude"), ("องศา ทศนิยม", "Degrees, as a decimal"), "102.799", "lon", "lng",
            "long"),
)  # fmt: skip
