"""Papers with the hard cases of Thai writing: sara am, stacked marks, long values, both languages."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final

from thanjai.domain.text import Text
from thanjai.kernel.pdf.content import (
    ApplicationContent,
    Charge,
    InvoiceContent,
    LetterContent,
    Letterhead,
    LicenceContent,
    Line,
    Paper,
    ReceiptContent,
    Section,
    SentFile,
    Signatory,
)

AT: Final = datetime(2026, 3, 3, 2, 30, tzinfo=UTC)
VERIFY: Final = "https://thanjai.example.go.th/verify/K7Q2-9XWM-3T5B-HN4C"

HARD_THAI: Final = (
    "น้ำที่กินได้ต้องผ่านการบำบัด เป็นน้ำดื่มสะอาด ผู้ใหญ่บ้านกำนันตำบลน้ำคำ ปิ่นปู่ ฎีกา ญาติ ฐาน "
    "เก้าอี้ไม้ ๑๒๓๔๕๖๗๘๙๐ ณ ที่ทำการองค์การบริหารส่วนตำบลห้วยแก้ว หมู่ที่ ๔ ถนนสุขาภิบาล ๒"
)

LETTERHEAD: Final = Letterhead(
    agency=Text(th="องค์การบริหารส่วนตำบลน้ำคำ", en="Nam Kham Subdistrict Administrative Organization"),
    address=Text(
        th="99 หมู่ 4 ตำบลน้ำคำ อำเภอเมือง จังหวัดศรีสะเกษ 33000",
        en="99 Moo 4, Nam Kham, Mueang, Si Sa Ket 33000",
    ),
    contact="0 4561 0000 · saraban@namkham.example.go.th",
    emblem_svg='<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">'
    '<circle cx="50" cy="50" r="47" fill="#fff" stroke="#0f5c63" stroke-width="3"/>'
    '<circle cx="50" cy="50" r="40" fill="none" stroke="#a8843f" stroke-width="1.5"/>'
    '<path d="M20 58q15-14 30 0t30 0M20 68q15-14 30 0t30 0M50 20l16 26H34z" fill="none" '
    'stroke="#0f5c63" stroke-width="4"/></svg>',
)
SIGNATORY: Final = Signatory(
    name=Text(th="นางสาวจันทร์เพ็ญ กล้าหาญ", en="Ms Chanphen Klahan"),
    position=Text(th="เจ้าพนักงานท้องถิ่น", en="Local official"),
)
PERSON: Final = Line(label=Text(th="เลขประจำตัวประชาชน", en="ID number"), value="1-1017-00230-70-8")


def licence(*, test: bool = True, replacement: bool = True) -> LicenceContent:
    return LicenceContent(
        letterhead=LETTERHEAD,
        title=Text(th="ใบอนุญาตจัดตั้งสถานที่จำหน่ายอาหาร", en="Licence to Establish Food Premises"),
        number="นค 12/0042/2569",
        law=Text(
            th="ตามพระราชบัญญัติการสาธารณสุข พ.ศ. 2535 มาตรา 38",
            en="Under the Public Health Act B.E. 2535 (1992), section 38",
        ),
        opening=Text(th="ใบอนุญาตฉบับนี้ให้ไว้เพื่อแสดงว่า", en="This licence is granted to"),
        holder=Text(th="นายสมชาย น้ำใจดี", en="Mr Somchai Namchaidee"),
        holder_id=PERSON,
        items=(
            Line(label=Text(th="ชื่อสถานประกอบการ", en="Trade name"), value="ร้านก๋วยเตี๋ยวป้าน้ำ"),
            Line(label=Text(th="ที่ตั้ง", en="Premises"), value=HARD_THAI),
            Line(label=Text(th="พื้นที่", en="Area"), value=Text(th="240 ตารางเมตร", en="240 square metres")),
            Line(
                label=Text(th="ประเภทกิจการ", en="Kind of business"),
                value=Text(th="จำหน่ายอาหารปรุงสำเร็จ", en="Sale of cooked food"),
            ),
        ),
        conditions=(
            Text(
                th="ผู้รับใบอนุญาตต้องแสดงใบอนุญาตไว้โดยเปิดเผยและเห็นได้ง่าย ณ สถานประกอบการตลอดเวลาที่ประกอบกิจการ",
                en="Display this licence where it is easily seen for as long as the business is open.",
            ),
            Text(
                th="ต้องดูแลสุขลักษณะของสถานที่ให้เป็นไปตามข้อบัญญัติท้องถิ่น",
                en="Keep the premises hygienic as the local by-law asks.",
            ),
        ),
        display=Text(
            th="แสดงทางอิเล็กทรอนิกส์ได้โดยเปิดไฟล์นี้หรือคิวอาร์โค้ดบนอุปกรณ์ใดก็ได้",
            en="May be displayed electronically: this file or its QR code on any device.",
        ),
        fee_satang=120000,
        receipt_number="RC-69-000123",
        receipt_on=date(2026, 3, 2),
        issued_on=date(2026, 3, 3),
        expires_on=date(2027, 3, 2),
        signatory=SIGNATORY,
        verify_url=VERIFY,
        test=test,
        replacement=replacement,
    )


def receipt() -> ReceiptContent:
    return ReceiptContent(
        letterhead=LETTERHEAD,
        title=Text(th="ใบเสร็จรับเงิน", en="Official receipt"),
        number="RC-69-000123",
        payer=Text(th="นายสมชาย น้ำใจดี", en="Mr Somchai Namchaidee"),
        payer_id=PERSON,
        paid_at=AT,
        method=Text(th="คิวอาร์โค้ดพร้อมเพย์", en="PromptPay QR"),
        reference="BBL20260303093000123",
        subject=Line(label=Text(th="เลขที่คำขอ", en="Case number"), value="FOOD-69-00042"),
        lines=(
            Charge(
                label=Text(
                    th="ค่าธรรมเนียมใบอนุญาตจัดตั้งสถานที่จำหน่ายอาหาร พื้นที่เกิน 200 ตารางเมตร",
                    en="Licence fee, food premises over 200 m²",
                ),
                amount_satang=100000,
            ),
            Charge(label=Text(th="เงินเพิ่มร้อยละ 20", en="Surcharge of 20 per cent"), amount_satang=20025),
        ),
        collector=SIGNATORY,
        verify_url=VERIFY,
        test=True,
    )


def invoice() -> InvoiceContent:
    return InvoiceContent(
        letterhead=LETTERHEAD,
        title=Text(th="ใบแจ้งชำระเงิน", en="Invoice"),
        number="IV-69-000123",
        payer=Text(th="นายสมชาย น้ำใจดี", en="Mr Somchai Namchaidee"),
        issued_on=date(2026, 3, 1),
        due_on=date(2026, 3, 16),
        subject=Line(label=Text(th="เลขที่คำขอ", en="Case number"), value="FOOD-69-00042"),
        lines=(
            Charge(label=Text(th="ค่าธรรมเนียมใบอนุญาต", en="Licence fee"), amount_satang=100000),
            Charge(label=Text(th="เงินเพิ่มร้อยละ 20", en="Surcharge of 20 per cent"), amount_satang=20000),
        ),
        payment_qr="00020101021230650016A00000067701011201150994000165501000212123456789012030667042953037645802TH5407"
        "3649.2263044534",
        biller_id="099400016550100",
        reference_1="123456789012",
        reference_2="670429",
        notes=(
            Text(
                th="ไม่ชำระภายในกำหนดต้องเสียเงินเพิ่มร้อยละ 20 ของค่าธรรมเนียม",
                en="If not paid in time a surcharge of 20 per cent is due.",
            ),
        ),
        verify_url="https://thanjai.example.go.th/pay/IV-69-000123",
        test=True,
    )


def application() -> ApplicationContent:
    return ApplicationContent(
        letterhead=LETTERHEAD,
        title=Text(th="คำขอรับใบอนุญาตจัดตั้งสถานที่จำหน่ายอาหาร", en="Application for a licence of food premises"),
        number="FOOD-69-00042",
        applicant=Text(th="นายสมชาย น้ำใจดี", en="Mr Somchai Namchaidee"),
        applicant_id=PERSON,
        submitted_at=AT,
        channel=Text(th="เว็บไซต์", en="Web"),
        sections=(
            Section(
                title=Text(th="ผู้ขอ", en="Applicant"),
                lines=(
                    Line(
                        label=Text(th="ชื่อและนามสกุล", en="Full name"),
                        value="นายสมชาย น้ำใจดี",
                    ),
                    Line(label=Text(th="โทรศัพท์", en="Telephone"), value="081 222 3333"),
                ),
            ),
            Section(
                title=Text(th="สถานประกอบการ", en="Premises"),
                lines=(
                    Line(label=Text(th="ที่ตั้งและรายละเอียด", en="Place and details"), value=HARD_THAI),
                    Line(
                        label=Text(th="มีเครื่องดื่มแอลกอฮอล์หรือไม่", en="Is alcohol sold?"),
                        value=Text(th="ไม่มี", en="No"),
                    ),
                ),
            ),
        ),
        files=(
            SentFile(
                label=Text(th="สำเนาบัตรประจำตัวประชาชน", en="Copy of identity card"),
                name="บัตรประชาชน น้ำใจดี.pdf",
                bytes=48213,
                sha256="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            ),
            SentFile(
                label=Text(th="แผนที่ตั้ง", en="Map of the premises"),
                name="map.png",
                bytes=1248213,
                sha256="60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
            ),
        ),
        declaration=Text(
            th="ข้าพเจ้าขอรับรองว่าข้อความข้างต้นเป็นความจริงทุกประการ",
            en="I declare that everything stated above is true.",
        ),
        verify_url=VERIFY,
        test=True,
    )


def letter() -> LetterContent:
    return LetterContent(
        letterhead=LETTERHEAD,
        title=Text(th="หนังสือแจ้งเหตุแห่งความล่าช้า", en="Notice of delay"),
        number="NKM-69-00042/1",
        issued_on=date(2026, 3, 3),
        subject=Text(th="แจ้งเหตุแห่งความล่าช้าในการพิจารณาคำขอ", en="Why your request takes longer"),
        to="นายสมชาย น้ำใจดี",
        lines=(
            Line(label=Text(th="คาดว่าจะแล้วเสร็จ", en="Expected"), value=Text(th="3 เมษายน 2569", en="3 April 2026")),
        ),
        paragraphs=(HARD_THAI, Text(th="หน่วยงานขออภัยในความล่าช้า", en="We apologise for the delay.")),
        points=(Text(th="ตรวจสถานที่ให้แล้วเสร็จ", en="Finish the inspection"), "เสนอผู้อนุญาต"),
        closing=(Text(th="จึงเรียนมาเพื่อโปรดทราบ", en="For your information."),),
        copies_to=(Text(th="สำนักงาน ก.พ.ร.", en="Office of the Public Sector Development Commission"),),
        enquiries=Line(label=Text(th="สอบถามได้ที่", en="Ask"), value="นางสาวจันทร์เพ็ญ กล้าหาญ 0 4561 0000"),
        signatory=SIGNATORY,
        countersign=Text(th="ผู้ยื่นคำขอได้รับสำเนาบันทึกแล้ว", en="The applicant has received a copy of this record"),
        verify_url=VERIFY,
        test=True,
    )


PAPERS: Final[dict[str, Paper]] = {
    "licence": licence(),
    "receipt": receipt(),
    "invoice": invoice(),
    "application": application(),
    "letter": letter(),
}
