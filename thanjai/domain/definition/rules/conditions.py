"""Rules about conditions, formulas and what they name."""

from __future__ import annotations

from typing import Final

from thanjai.domain.definition.rules.base import Rule, error, info, warning

RULES: Final[tuple[Rule, ...]] = (
    error(
        "unreachable",
        (
            "ทุกหน้า ทุกคำถาม และทุกขั้นตอน มีคำตอบที่ทำให้แสดงหรือเริ่มได้",
            "Every page, question and step can be reached by some answers.",
        ),
        (
            "ดูว่าเงื่อนไขเทียบกับคำตอบที่มีให้เลือกหรือไม่ แล้วแก้เงื่อนไข หรือลบออก",
            "Look whether the condition names answers that can be given, then mend it or remove what never shows.",
        ),
        "show_when: kind == 'company'    # not: kind == 'compny'",
    ),
    warning(
        "never_holds",
        ("เงื่อนไขเป็นจริงได้", "A condition can hold."),
        ("แก้เงื่อนไข หรือลบรายการที่ไม่มีวันใช้", "Mend the condition, or remove what is never used."),
        "when: paid_by == 'bank'    # not: paid_by == 'bank' && paid_by == 'cash'",
    ),
    warning(
        "always_holds",
        ("เงื่อนไขไม่เป็นจริงเสมอ", "A condition does not hold whatever is answered."),
        ("ลบเงื่อนไข หรือแก้ให้ตรงกับที่ตั้งใจ", "Remove the condition, or mend it to what you mean."),
        "show_when: kind == 'a' || kind == 'b'    # needless if these are all the answers",
    ),
    info(
        "conditions_not_all_tried",
        ("ลองคำตอบได้จำกัดจำนวนแบบ", "Only so many combinations of answers are tried."),
        ("แบ่งบริการหรือลดเงื่อนไขที่ซ้อนกัน", "Make the service smaller, or nest fewer conditions."),
        "show_when: kind == 'company'    # one question, not twelve at once",
    ),
    error(
        "expression_unreadable",
        ("สูตรเขียนถูกหลัก", "A formula can be read."),
        ("แก้วงเล็บ เครื่องหมายคำพูด และเครื่องหมายเปรียบเทียบ", "Mend brackets, quotation marks and comparison signs."),
        "when: area > 200.0    # not: area >",
    ),
    error(
        "expression_explodes",
        ("สูตรไม่วนซ้อนกันเกินสองชั้น", "A formula has loops in loops two deep at most."),
        ("แยกเป็นคำถามที่คำนวณ แล้วใช้คำตอบนั้น", "Put a part of it into a calculated question, and use that."),
        "value: sum(waste.map(w, w.tonnes))",
    ),
    error(
        "unknown_name",
        ("สูตรใช้ชื่อที่มีอยู่", "A formula names only what is there."),
        ("เลือกคำถามหรือค่าจากรายการ หรือแก้ตัวสะกด", "Choose the question or figure from the list, or mend the spelling."),
        "applicant_name: person.given    # not: persn.given",
    ),
    error(
        "unknown_function",
        ("สูตรใช้ฟังก์ชันที่มีอยู่", "A formula calls only functions that there are."),
        ("เลือกฟังก์ชันจากรายการ", "Choose one of the functions listed."),
        "value: rounded_up(area / 10.0)    # not: ceil(area / 10.0)",
    ),
    error(
        "step_in_form",
        ("แบบคำขอไม่ใช้ผลของขั้นตอน", "The form does not depend on what steps find."),
        ("ใช้คำตอบในแบบแทน", "Use an answer of the form instead."),
        "show_when: hazardous == true    # not: step.review.hazardous == true",
    ),
    error(
        "asked_later",
        ("เงื่อนไขใช้เฉพาะคำถามก่อนหน้า", "A condition depends only on what is asked before."),
        ("ย้ายคำถามที่ใช้มาก่อน", "Move the question that it depends on before it."),
        "pages: [kind, details]    # `details` shows when `kind` says so",
    ),
    error(
        "duplicate_id",
        ("ชื่อในรายการเดียวกันไม่ซ้ำ", "No two parts of a list have the same id."),
        ("ตั้งชื่อใหม่ให้หนึ่งรายการ", "Give one of them another id."),
        "- {id: licence}\n- {id: replacement}",
    ),
    error(
        "reserved_id",
        ("ชื่อคำถามไม่เป็นคำสงวนของสูตร", "A question's id is not a word of the expression language."),
        ("ตั้งชื่ออื่น", "Choose another id."),
        "id: steps_taken    # not: step",
    ),
    error(
        "unknown_reference",
        ("สิ่งที่อ้างถึงมีอยู่", "What is referred to is there."),
        ("เลือกจากรายการ หรือเพิ่มสิ่งที่ขาดก่อน", "Choose it from the list, or add what is missing first."),
        "fees: [licence]    # with a fee of that id",
    ),
)
