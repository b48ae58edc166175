"""Rules about what is asked, and how."""

from __future__ import annotations

from typing import Final

from thanjai.domain.definition.problems import E_ACT_12, LFA_10, ONE_THING, WCAG_LABELS
from thanjai.domain.definition.rules.base import FORM, Rule, error, warning

RULES: Final[tuple[Rule, ...]] = (
    warning(
        "civil_register_knows",
        (
            "ไม่ถามสิ่งที่ทะเบียนราษฎรรู้จากเลขประจำตัวประชาชน",
            "What the civil register knows of somebody whose number is known is not asked.",
        ),
        (
            "ลบคำถาม ให้ระบบเติมให้ หรือยกเว้นพร้อมเหตุผลเมื่อยังไม่ได้เชื่อมทะเบียน",
            "Remove the question, have it filled in, or accept it with the reason, such as a register not yet connected.",
        ),
        "accepted:\n  - {code: civil_register_knows, where: form.pages.person, reason: {th: ยังไม่เชื่อมทะเบียนราษฎร, en: The civil register is not connected yet}}",
        E_ACT_12,
    ),
    warning(
        "company_register_knows",
        (
            "ไม่ถามสิ่งที่ทะเบียนนิติบุคคลรู้จากเลขทะเบียน เช่น ชื่อและกรรมการ",
            "What the company register knows of a company whose number is known is not asked, such as its name and directors.",
        ),
        (
            "ใช้คำถามชนิดนิติบุคคลคำถามเดียว ลบคำถามอื่น หรือยกเว้นพร้อมเหตุผล",
            "Use the one question of the kind company, remove the others, or accept them with a reason.",
        ),
        "- {id: company, type: company, label: {th: เลขทะเบียนและชื่อ, en: Registration number and name}}",
        E_ACT_12,
    ),
    warning(
        "not_filled_in",
        (
            "ชื่อ เลขประจำตัว โทรศัพท์ และอีเมลของผู้ที่เข้าสู่ระบบ ระบบเติมให้",
            "Name, number, telephone and e-mail of whoever is signed in are filled in for them.",
        ),
        ("ที่คำถามนั้น เลือกให้ระบบเติมค่าจากผู้ที่เข้าสู่ระบบ", "At the question choose to fill it in from who is signed in."),
        "prefill: identity.name",
        E_ACT_12,
    ),
    error(
        "unknown_prefill",
        ("ค่าที่เติมล่วงหน้ามาจากแหล่งที่มีอยู่", "What is filled in comes from a source that there is."),
        ("เลือกแหล่งหนึ่งจากรายการ", "Choose one of the sources listed."),
        "prefill: identity.national_id",
    ),
    warning(
        "asked_twice",
        ("ไม่ถามเรื่องเดียวกันสองครั้ง", "The same thing is not asked twice."),
        (
            "ลบคำถามหนึ่ง หรือเขียนให้รู้ว่าถามถึงใคร เช่น “ชื่อผู้รับมอบอำนาจ”",
            "Remove one, or say whose it is, such as “Name of the proxy”.",
        ),
        "label: {th: ชื่อผู้รับมอบอำนาจ, en: Name of the proxy}    # not: ชื่อ",
        ONE_THING,
    ),
    warning(
        "nobody_to_tell",
        (
            "บริการรู้อีเมลหรือโทรศัพท์ของผู้ขอ เพื่อแจ้งผลและความล่าช้า",
            "The service knows an e-mail address or telephone number of the applicant, to tell results and delays.",
        ),
        (
            "เพิ่มคำถามอีเมลหรือโทรศัพท์ แล้วเลือกเป็นช่องทางแจ้งผู้ขอ",
            "Add a question for either, and choose it as how the applicant is told.",
        ),
        "applicant_email: email\napplicant_phone: phone",
        LFA_10,
    ),
    error(
        "empty_page",
        ("ทุกหน้ามีคำถาม", "Every page asks something."),
        ("เพิ่มคำถาม หรือลบหน้า", "Add a question, or remove the page."),
        "fields:\n  - {id: area, type: number, label: {th: พื้นที่, en: Area}}",
        ONE_THING,
    ),
    warning(
        "page_too_full",
        ("หน้าหนึ่งถามไม่เกินห้าคำถามเรื่องเดียวกัน", "A page asks at most five questions on one subject."),
        ("แบ่งเป็นหลายหน้าตามเรื่อง", "Make several pages of it, by subject."),
        "pages:\n  - {id: shop, title: …, fields: […]}\n  - {id: opening-hours, title: …, fields: […]}",
        ONE_THING,
    ),
    warning(
        "label_too_long",
        ("คำถามอ่านได้ในสามบรรทัดบนจอโทรศัพท์", "A question can be read in three lines on a telephone."),
        ("เก็บใจความไว้ แล้วย้ายรายละเอียดไปที่คำอธิบายใต้คำถาม", "Keep what is asked, and move the rest to the hint below."),
        "label: {th: พื้นที่ร้าน, en: Area of the shop}\nhint: {th: นับเฉพาะที่ใช้ขายอาหาร, en: Only where food is sold}",
        WCAG_LABELS,
    ),
    warning(
        "label_gives_orders",
        ("คำถามบอกว่าถามอะไร ไม่สั่งให้กรอก", "A label says what is asked, and gives no orders."),
        ("ตัด “กรุณา” “โปรดระบุ” “กรอก” ออก", "Leave out “please”, “enter”, “specify”."),
        "label: {th: ชื่อร้าน, en: Name of the shop}    # not: กรุณากรอกชื่อร้าน",
        WCAG_LABELS,
    ),
    warning(
        "yes_no_without_question",
        ("คำถามใช่หรือไม่ใช่เขียนเป็นคำถาม", "What is answered by yes or no is a question."),
        (
            "เติม “หรือไม่” ในภาษาไทย และเครื่องหมายคำถามในภาษาอังกฤษ",
            "End it with a question mark, and with “หรือไม่” in Thai.",
        ),
        "label: {th: มีเครื่องจักรหรือไม่, en: Are there machines?}    # not: เครื่องจักร",
        WCAG_LABELS,
    ),
    warning(
        "one_option",
        ("คำถามปิดมีคำตอบให้เลือกอย่างน้อยสองข้อ", "A closed question offers two answers at least."),
        ("เพิ่มคำตอบ หรือลบคำถาม", "Add answers, or remove the question."),
        "options:\n  - {value: sell, label: …}\n  - {value: store, label: …}",
        FORM,
    ),
    warning(
        "options_alike",
        ("คำตอบแต่ละข้อเขียนไม่ซ้ำกัน", "No two answers read alike."),
        ("เขียนให้ต่างกัน หรือลบข้อหนึ่ง", "Word them apart, or remove one."),
        "- {value: own, label: {th: เจ้าของ, en: Owner}}\n- {value: rent, label: {th: ผู้เช่า, en: Tenant}}",
        WCAG_LABELS,
    ),
    warning(
        "options_overlap",
        ("ช่วงตัวเลขของคำตอบไม่คาบเกี่ยวกัน", "Ranges among the answers do not overlap."),
        ("เริ่มช่วงถัดไปต่อจากที่ช่วงก่อนจบ", "Begin each range after the one before has ended."),
        "1–10 / 11–20    # not: 1–10 / 10–20",
        WCAG_LABELS,
    ),
    warning(
        "file_without_words",
        ("คำถามแนบไฟล์บอกว่าต้องเห็นอะไรในไฟล์", "A file question says what the file must show."),
        (
            "กรอกคำอธิบาย เช่น “ให้เห็นเลขที่บัญชี” ชนิดและขนาดไฟล์ระบบบอกเอง",
            "Fill in the hint, such as “the account number can be read”. Kinds and size the page says by itself.",
        ),
        "hint: {th: ถ่ายให้เห็นเลขที่บัญชี, en: The account number can be read}",
        WCAG_LABELS,
    ),
    warning(
        "file_words_differ",
        ("คำอธิบายไม่บอกชนิดหรือขนาดไฟล์ต่างจากที่รับ", "The hint names no other kinds or sizes of files than are taken."),
        ("ลบชนิดและขนาดออกจากคำอธิบาย", "Take kinds and sizes out of the hint."),
        "hint: {th: ถ่ายทั้งหน้า, en: The whole page}    # not: PDF ไม่เกิน 50 MB",
        WCAG_LABELS,
    ),
    error(
        "impossible_limits",
        ("ค่าต่ำสุดไม่มากกว่าค่าสูงสุด", "The least is not above the most."),
        ("แก้ตัวใดตัวหนึ่ง", "Mend one of them."),
        "minimum: 1\nmaximum: 500",
    ),
    error(
        "pattern_unreadable",
        ("รูปแบบของคำตอบอ่านได้", "The pattern of an answer can be read."),
        (
            "เลือกรูปแบบสำเร็จ หรือให้ผู้รู้ regular expression (RE2) แก้",
            "Choose a ready pattern, or have somebody who knows regular expressions (RE2) mend it.",
        ),
        "pattern: '[0-9]{5}'    # not: '[0-9'",
    ),
    error(
        "pattern_without_hint",
        ("คำตอบที่มีรูปแบบ บอกรูปแบบเป็นคำพูด", "An answer with a pattern says it in words."),
        ("กรอกคำอธิบาย เช่น “ตัวเลข 5 หลัก”", "Fill in the hint, such as “five figures”."),
        "hint: {th: ตัวเลข 5 หลัก, en: Five figures}",
        WCAG_LABELS,
    ),
)
