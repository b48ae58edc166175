"""Rules about steps, their times and who does them."""

from __future__ import annotations

from typing import Final

from thanjai.domain.definition.problems import APA_40, APA_44, DUTIES, LFA_7, LFA_8, LFA_10, OPDC
from thanjai.domain.definition.rules.base import Rule, error, warning

RULES: Final[tuple[Rule, ...]] = (
    error(
        "no_steps",
        ("บริการมีขั้นตอน", "A service has steps."),
        ("เพิ่มขั้นตอนอย่างน้อยหนึ่งขั้น", "Add at least one step."),
        "steps:\n  - {id: check, kind: check, title: …, unit: …, role: front_desk, duration: {amount: 1, unit: working_day}}",
        LFA_7,
    ),
    error(
        "step_cycle",
        ("ขั้นตอนไม่รอกันเป็นวง", "Steps do not wait for one another in a circle."),
        ("แก้ว่าขั้นตอนนี้ต่อจากขั้นใด", "Mend what the step comes after."),
        "- {id: decide, after: [inspect]}",
    ),
    error(
        "step_without_role",
        ("ทุกขั้นตอนที่คนทำ บอกว่าบทบาทใดทำ", "Every step that people do names who does it."),
        ("เลือกบทบาทของขั้นตอน", "Choose the role of the step."),
        "role: reviewer",
        LFA_7,
    ),
    error(
        "role_of_automatic_step",
        ("ขั้นตอนที่ระบบทำเอง ไม่มีบทบาท", "A step that the system does has no role."),
        ("เอาบทบาทออก", "Take the role away."),
        "- {id: pay, kind: pay, fees: [licence]}",
    ),
    error(
        "role_of_authors",
        ("ผู้จัดทำบริการไม่ทำขั้นตอนของเรื่อง", "Authors of services do no step of a case."),
        ("เลือกบทบาทอื่น", "Choose another role."),
        "role: reviewer",
    ),
    error(
        "step_without_time",
        ("ทุกขั้นตอนที่คนทำ บอกเวลา", "Every step that people do says how long it takes."),
        ("กรอกระยะเวลาและหน่วย", "Fill in the time and its unit."),
        "duration: {amount: 3, unit: working_day}",
        LFA_7,
    ),
    error(
        "duration_unclear",
        (
            "ระยะเวลาเป็นตัวเลข หรือค่าที่หน่วยงานกำหนด อย่างใดอย่างหนึ่ง",
            "A time is a figure or an agency's setting, one of the two.",
        ),
        ("กรอกอย่างใดอย่างหนึ่ง", "Give one of them."),
        "duration: {setting: decide_days, unit: day}",
    ),
    error(
        "step_incomplete",
        (
            "ขั้นตอนแต่ละชนิดมีสิ่งที่ต้องใช้ เช่น ขั้นออกเอกสารมีเอกสาร",
            "A step has what its kind needs: one that issues has a paper, one that asks for money has fees.",
        ),
        (
            "เลือกเอกสาร ทะเบียน ค่าธรรมเนียม หรือหน่วยงานที่หารือ",
            "Choose the paper, the register, the fees or whom it consults.",
        ),
        "- {id: issue, kind: issue, paper: licence}",
    ),
    error(
        "step_overfull",
        ("ขั้นตอนไม่มีสิ่งที่ชนิดของตนไม่ใช้", "A step has nothing that its kind does not use."),
        ("เอาส่วนที่ไม่ใช้ออก", "Take away what it does not use."),
        "- {id: check, kind: check}    # without `paper`",
    ),
    warning(
        "slower_than_standard",
        ("ขั้นตอนไม่ช้ากว่าระยะเวลามาตรฐานของ ก.พ.ร.", "No step is slower than the standard times of OPDC."),
        ("ลดเวลา หรือยกเว้นพร้อมเหตุผล", "Shorten it, or accept it with the reason."),
        "duration: {amount: 1, unit: working_day}    # of a check or a signature",
        OPDC,
    ),
    error(
        "issue_before_decision",
        ("เอกสารที่เป็นการอนุญาต ออกหลังการพิจารณา", "What permits something is issued only after a decision."),
        ("เพิ่มขั้นตอนพิจารณาก่อนขั้นออกเอกสาร", "Put a step that decides before the one that issues."),
        "- {id: decide, kind: decide}\n- {id: issue, kind: issue, paper: licence}",
        LFA_10,
    ),
    warning(
        "no_completeness_check",
        ("มีขั้นตรวจความครบถ้วน เพื่อแจ้งข้อบกพร่องครั้งเดียว", "A step checks completeness, so that defects are told once."),
        ("เพิ่มขั้นตอนชนิดตรวจความครบถ้วนเป็นขั้นแรก", "Add a step of the kind “check” at the beginning."),
        "- {id: check, kind: check, role: front_desk, duration: {amount: 1, unit: working_day}}",
        LFA_8,
    ),
    warning(
        "decider_also_examines",
        ("ผู้สั่งอนุญาตไม่เป็นผู้ตรวจเอง", "Whoever decides is not the one who examines."),
        ("ให้บทบาทอื่นทำขั้นตรวจ เช่น ผู้ตรวจสถานที่", "Give the examining step to another role, such as the inspector."),
        "- {id: inspect, kind: inspect, role: inspector}\n- {id: decide, kind: decide, role: approver}",
        DUTIES,
    ),
    error(
        "no_decide_deadline",
        ("บริการที่มีการพิจารณา มีกำหนดเวลาพิจารณา", "A service that decides has a time limit to decide."),
        ("เพิ่มกำหนดเวลาชนิดพิจารณา", "Add a time limit of the kind “decide”."),
        "- {id: decide, purpose: decide, trigger: complete, amount: 30, unit: day, stops_at: [decided, closed]}",
        LFA_10,
    ),
    warning(
        "no_tell_deadline",
        ("มีกำหนดเวลาแจ้งผลภายใน 7 วัน", "There is a time limit of 7 days to tell the result."),
        ("เพิ่มกำหนดเวลาชนิดแจ้งผล 7 วัน", "Add a time limit of the kind “tell”, 7 days."),
        "- {id: tell, purpose: tell, trigger: decided, amount: 7, unit: day, stops_at: [told, served]}",
        LFA_10,
    ),
    warning(
        "steps_longer_than_deadline",
        (
            "ขั้นตอนรวมกันไม่เกินกำหนดเวลาพิจารณา งานที่ทำพร้อมกันนับสายที่ยาวที่สุด",
            "The steps together take no longer than the time to decide; of parallel ones the longest counts.",
        ),
        ("ลดเวลาขั้นตอน หรือให้บางขั้นทำพร้อมกัน", "Shorten steps, or let some run side by side."),
        "- {id: consult, after: [check]}    # beside `inspect`, not after it",
        LFA_10,
    ),
    error(
        "deadline_never_stops",
        ("กำหนดเวลามีเหตุการณ์ที่ทำให้จบ", "Something ends each time limit."),
        ("เลือกเหตุการณ์ที่ทำให้จบอย่างน้อยหนึ่งอย่าง", "Choose at least one thing that ends it."),
        "stops_at: [decided, closed]",
    ),
    error(
        "deadline_backwards",
        ("เหตุการณ์ที่ทำให้จบ เกิดหลังเหตุการณ์ที่เริ่มนับ", "What ends a time limit comes after what starts it."),
        ("สลับจุดเริ่มกับจุดจบ หรือเลือกใหม่", "Choose the start and the end anew."),
        "trigger: complete\nstops_at: [decided]    # not: [received]",
    ),
    warning(
        "warning_out_of_time",
        ("เตือนหลังเริ่มนับและก่อนวันครบกำหนด", "A warning comes after the time has begun and before the last day."),
        ("ตั้งเวลาเตือนให้สั้นกว่ากำหนดเวลา", "Make the warning shorter than the limit."),
        "amount: 30\nwarn_before: {amount: 7, unit: day}",
    ),
    error(
        "longer_than_law",
        ("กำหนดเวลาไม่ยาวกว่าที่กฎหมายที่อ้างกำหนด", "A time limit is no longer than the Act that it names allows."),
        ("ลดเวลา และถ้าเป็นค่าที่หน่วยงานกำหนด ให้ตั้งค่าสูงสุด", "Shorten it; of an agency's setting, lower the maximum."),
        "amount: 30    # Public Health Act section 56",
        LFA_10,
    ),
    error(
        "extension_longer_than_law",
        ("ขยายเวลาไม่เกินที่กฎหมายที่อ้างกำหนด", "A time is not lengthened further than the Act that it names allows."),
        ("ลดจำนวนครั้งหรือเวลาที่ขยาย หรือลบการขยาย", "Lower how often or by how much, or remove the extension."),
        "extension: {times: 2, amount: 15, unit: day}    # Public Health Act section 56",
        LFA_10,
    ),
    warning(
        "extension_without_law",
        ("ขยายเวลาพิจารณาได้เมื่อมีกฎหมายให้ทำ", "A time to decide is lengthened only where a law lets it."),
        ("ใส่ชื่อกฎหมายและมาตราในที่มา หรือลบการขยาย", "Name the law and section in the source, or remove the extension."),
        "source: {th: พระราชบัญญัติการสาธารณสุข พ.ศ. 2535 มาตรา 56, en: 'Public Health Act B.E. 2535 section 56'}",
        LFA_10,
    ),
    error(
        "appeal_too_short",
        (
            "เวลาอุทธรณ์ไม่สั้นกว่ากฎหมาย: 15 วัน หรือมากกว่าตามกฎหมายเฉพาะ",
            "The time to appeal is no shorter than the law: 15 days, or more by an Act of its own.",
        ),
        ("เพิ่มเวลาอุทธรณ์", "Lengthen the time to appeal."),
        "- {id: appeal, purpose: appeal, trigger: served, amount: 15, unit: day, stops_at: [appeal_filed]}",
        APA_44,
    ),
    warning(
        "no_appeal_deadline",
        ("คำสั่งบอกเวลาอุทธรณ์", "An order says by when one may appeal."),
        ("เพิ่มกำหนดเวลาชนิดอุทธรณ์", "Add a time limit of the kind “appeal”."),
        "- {id: appeal, purpose: appeal, trigger: served, amount: 15, unit: day, stops_at: [appeal_filed]}",
        APA_40,
    ),
    warning(
        "complete_check_slow",
        ("ตรวจความครบถ้วนภายใน 1 วันทำการ", "Completeness is checked within 1 working day."),
        ("ลดเวลา หรือเพิ่มกำหนดเวลา 1 วันทำการอีกข้อ", "Shorten it, or add another limit of 1 working day."),
        "amount: 1\nunit: working_day",
        OPDC,
    ),
)
