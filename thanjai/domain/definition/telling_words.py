"""Words that tell what a text is about: documents of the state, copies, personal and sensitive data. Data, not rules."""

from __future__ import annotations

import re
from typing import Final

_STATE_TH: Final = (
    r"บัตร(?:ประจำตัว)?ประชาชน|ทะเบียนบ้าน|หนังสือรับรอง(?:การจดทะเบียน)?(?:นิติบุคคล|บริษัท)|ทะเบียนสมรส|ใบสำคัญการหย่า|"
    r"ทะเบียนหย่า|สูติบัตร|ใบเกิด|มรณบัตร|ใบเปลี่ยนชื่อ|หนังสือสำคัญแสดงการเปลี่ยนชื่อ|โฉนด(?:ที่ดิน)?|ใบอนุญาตก่อสร้าง|"
    r"ทะเบียนพาณิชย์|หนังสือเดินทาง|ใบทะเบียนภาษีมูลค่าเพิ่ม"
)
_STATE_EN: Final = (
    r"(?:(?:thai|national|identity|identification|citizen|ID)[ -]+)?(?:identity card|identification card|ID card)|"
    r"house (?:register|registration)|household registration|company (?:certificate|affidavit|registration)|"
    r"certificate of (?:the )?(?:juristic person|incorporation|company registration)|marriage certificate|"
    r"divorce certificate|birth certificate|death certificate|title deed|passport|VAT certificate"
)

STATE_DOCUMENT_TH: Final = re.compile(_STATE_TH)
STATE_DOCUMENT_EN: Final = re.compile(rf"\b(?:{_STATE_EN})", re.IGNORECASE)
"""Documents that the state itself issued and can look up."""

COPY_TH: Final = re.compile(rf"(?:สำเนา|ภาพถ่าย|รูปถ่าย|ภาพสแกน)(?:ของ)?\s*(?:{_STATE_TH}|บัตร(?!ประกัน))")
COPY_EN: Final = re.compile(
    rf"\b(?:photo)?(?:cop(?:y|ies)|scans?|photos?|pictures?) of (?:the |your |an? |his or her )?(?:applicant's |owner's )?"
    rf"(?:{_STATE_EN})",
    re.IGNORECASE,
)
"""A copy of one of these being spoken of."""

DENIED_TH: Final = re.compile(r"ไม่ต้อง|ไม่ขอ|ห้าม|ไม่จำเป็นต้อง|งดเรียก|หรือไม่|แทนการ")
DENIED_EN: Final = re.compile(r"\b(?:no|not|never|without|need not|instead of|must I|do I)\b", re.IGNORECASE)
"""A text that says a copy is not needed, or asks whether it is."""

CERTIFIED_TH: Final = re.compile(r"(?:ลงนาม|เซ็น|ลงลายมือชื่อ|พร้อม|ต้อง)\s*(?:ชื่อ)?\s*(?:กำกับ)?\s*รับรองสำเนา")
CERTIFIED_EN: Final = re.compile(
    r"\b(?:sign(?:ed)? (?:each|every|all|the) cop(?:y|ies)|cop(?:y|ies) (?:signed|certified) by (?:you|the applicant|the owner)|"
    r"certify (?:each|every|your|the) cop(?:y|ies))",
    re.IGNORECASE,
)
"""The applicant being told to certify copies."""

CIVIL_REGISTER_TH: Final = re.compile(
    r"วัน(?:เดือนปี)?เกิด|วัน เดือน ปีเกิด|ที่อยู่(?:ตาม|ใน)?(?:ทะเบียนบ้าน|บัตร|ของผู้ขอ)|ภูมิลำเนา|สัญชาติ|เพศ(?!สัมพันธ์)|สถานภาพ(?:การ)?สมรส"
)
CIVIL_REGISTER_EN: Final = re.compile(
    r"\b(?:date of birth|birth ?(?:date|day)|day of birth|address in the house register|home address|nationality|sex|gender|"
    r"marital status)\b",
    re.IGNORECASE,
)
"""What the civil register knows of somebody whose number is known."""

COMPANY_REGISTER_TH: Final = re.compile(
    r"ชื่อ(?:บริษัท|นิติบุคคล|ห้าง)|กรรมการ(?:ผู้มีอำนาจ|บริษัท)?|ผู้มีอำนาจ(?:ลงนาม|กระทำการ)|สำนักงานใหญ่|ทุนจดทะเบียน|วัตถุประสงค์ของบริษัท"
)
COMPANY_REGISTER_EN: Final = re.compile(
    r"\b(?:company name|name of the (?:company|juristic person)|directors?|may sign for|authori[sz]ed signator(?:y|ies)|"
    r"registered office|head office|registered capital)\b",
    re.IGNORECASE,
)
"""What the company register knows of a company whose number is known."""

NAME_TH: Final = re.compile(r"^ชื่อ(?:และ|-|–| )?(?:นามสกุล|สกุล|ผู้ขอ|ผู้ยื่น|ผู้แจ้ง|ของคุณ|ตัว)?(?:\s|$)")
NAME_EN: Final = re.compile(
    r"^(?:your |the applicant's |full |first |last |given |family )?(?:sur)?names?$", re.IGNORECASE
)

PERSONAL_TH: Final = re.compile(
    r"ชื่อ(?:และ)?(?:นาม)?สกุล|วันเกิด|วัน เดือน ปีเกิด|เลขประจำตัวประชาชน|โทรศัพท์(?:ของ|ติดต่อ)?|อีเมล|ที่อยู่ของ|รายได้(?:ของ|ต่อ)|"
    r"อาชีพของ|บัญชีธนาคาร|ทะเบียนรถ(?:ของ)?|ไลน์ไอดี"
)
PERSONAL_EN: Final = re.compile(
    r"\b(?:(?:first|family|full) name|date of birth|national id|identification number of|telephone number|mobile number|"
    r"e-?mail address|your (?:income|salary|occupation|address)|bank account|line id)\b",
    re.IGNORECASE,
)
"""Personal data by its name (PDPA section 6)."""

SENSITIVE_TH: Final = re.compile(
    r"ศาสนา|เชื้อชาติ|เผ่าพันธุ์|ความคิดเห็นทางการเมือง|พรรคการเมือง|ลัทธิ|พฤติกรรมทางเพศ|เพศสภาพ|ประวัติอาชญากรรม|"
    r"โรคประจำตัว|โรคติดต่อ|ประวัติสุขภาพ|ข้อมูลสุขภาพ|การเจ็บป่วย|ใบรับรองแพทย์|ความพิการ|ประเภทความพิการ|สหภาพแรงงาน|"
    r"พันธุกรรม|ลายนิ้วมือ|ลายพิมพ์นิ้วมือ|ใบหน้าจำลอง|ม่านตา|กรุ๊ปเลือด|หมู่โลหิต"
)
SENSITIVE_EN: Final = re.compile(
    r"\b(?:religion|belief|race|ethnic(?:ity| origin)|political opinion|sexual (?:behaviour|behavior|orientation)|criminal record|"
    r"medical (?:certificate|record|history)|health (?:record|data|condition)|illness|disability|trade union|genetic|"
    r"fingerprints?|biometric|iris|blood (?:type|group))\b",
    re.IGNORECASE,
)
"""Sensitive data by its name (PDPA section 26)."""

SIZE: Final = re.compile(r"(\d+)\s*(?:MB|เมกะไบต์|เอ็มบี|megabytes?)", re.IGNORECASE)
KINDS: Final = {
    "pdf": re.compile(r"\bPDF\b|พีดีเอฟ", re.IGNORECASE),
    "jpeg": re.compile(r"\bJPE?G\b|เจเพ็ก", re.IGNORECASE),
    "png": re.compile(r"\bPNG\b", re.IGNORECASE),
    "": re.compile(r"\b(?:DOCX?|XLSX?|PPTX?|DWG|TIFF?|GIF|HEIC|ZIP)\b|ไฟล์ ?(?:เวิร์ด|Word|Excel)", re.IGNORECASE),
}
"""Kinds of file by name; under the empty name those that no question takes."""
