"""Rules about the manual and its evidence."""

from __future__ import annotations

from typing import Final

from thanjai.domain.definition.problems import E_ACT_7, E_ACT_12, INFO_GO_6, INFO_GO_7, INFO_GO_8, ITA_O9, LFA_7, LFA_8
from thanjai.domain.definition.rules.base import FORM, Rule, error, warning

RULES: Final[tuple[Rule, ...]] = (
    error(
        "manual_incomplete",
        (
            "คู่มือบอกหลักเกณฑ์ เอกสาร ช่องทางยื่น และช่องทางร้องเรียน",
            "The manual states criteria, evidence, channels and where to complain.",
        ),
        (
            "เปิดหน้าคู่มือของบริการ แล้วเพิ่มหัวข้อที่ขาดอย่างน้อยหนึ่งข้อ",
            "Open the manual of the service and add at least one entry to the part that is missing.",
        ),
        "manual:\n  criteria:\n    - {th: อายุครบ 20 ปี, en: You are 20 or older}",
        LFA_7,
    ),
    error(
        "no_law",
        ("บริการบอกกฎหมายที่ให้อำนาจ", "The service names the law that empowers it."),
        ("เพิ่มกฎหมายอย่างน้อยหนึ่งฉบับพร้อมมาตรา", "Add at least one Act with its section."),
        'law:\n  - act: {th: พระราชบัญญัติการสาธารณสุข พ.ศ. 2535, en: Public Health Act B.E. 2535}\n    section: "38"',
        LFA_7,
    ),
    error(
        "fees_not_stated",
        ("คู่มือบอกค่าธรรมเนียมเสมอ แม้ไม่มี", "Fees are stated even where there are none."),
        ("เพิ่มค่าธรรมเนียมหนึ่งรายการ แล้วเลือก “ไม่มีค่าธรรมเนียม”", "Add one fee and choose “no fee”."),
        "fees:\n  - {id: none, title: {th: ไม่มีค่าธรรมเนียม, en: No fee}, rule: {kind: none}}",
        ITA_O9,
    ),
    warning(
        "fee_without_source",
        ("ค่าธรรมเนียมบอกกฎหมายที่ให้เก็บ", "Each fee names the law by which it is asked."),
        (
            "ที่ค่าธรรมเนียมนั้น กรอกช่องที่มาด้วยชื่อกฎหมายหรือข้อบัญญัติและมาตรา",
            "At the fee, fill in its source: the Act or by-law and the section.",
        ),
        "source: {th: ข้อบัญญัติท้องถิ่น มาตรา 63, en: 'Local by-law, section 63'}",
        INFO_GO_7,
    ),
    warning(
        "no_online_channel",
        (
            "ผู้ขอยื่นทางอิเล็กทรอนิกส์ได้ คู่มือจึงบอกช่องทางออนไลน์",
            "People may apply electronically, so the manual names an online channel.",
        ),
        ("เพิ่มช่องทางชนิดออนไลน์ในคู่มือ", "Add a channel of the kind “online” to the manual."),
        "channels:\n  - {kind: online, title: {th: ยื่นออนไลน์, en: Online}}",
        E_ACT_7,
    ),
    warning(
        "no_national_complaint_line",
        ("คู่มือบอกสายด่วน 1111 ของรัฐบาล", "The manual names the government's complaint line 1111."),
        (
            "เพิ่มช่องทางร้องเรียน “ศูนย์รับเรื่องราวร้องทุกข์ของรัฐบาล” สายด่วน 1111",
            "Add the Government Complaint Centre, hotline 1111, to where one complains.",
        ),
        "complaints:\n  - {title: {th: ศูนย์รับเรื่องราวร้องทุกข์ของรัฐบาล, en: Government Complaint Centre}, contact: {th: สายด่วน 1111, en: Hotline 1111}}",
        INFO_GO_8,
    ),
    error(
        "copy_of_state_document",
        ("เอกสารที่รัฐออกให้ ไม่ขอสำเนาและไม่ให้แนบ", "No copy or upload is asked of a document that the state issued."),
        (
            "ที่เอกสารนั้น ตั้งจำนวนสำเนาเป็น 0 เอาคำถามแนบไฟล์ออก แล้วบอกว่าดึงจากทะเบียนใด",
            "At that document set copies to 0, take away the file question, and say which register it is fetched from.",
        ),
        "- {id: id_card, title: …, issued_by_state: true, fetched_from: {th: ทะเบียนราษฎร, en: Civil register}}",
        E_ACT_12,
    ),
    error(
        "state_document_asked",
        (
            "บัตรประชาชน ทะเบียนบ้าน หนังสือรับรองนิติบุคคล และเอกสารอื่นที่รัฐออกให้ ไม่ขอจากผู้ขอ",
            "Identity cards, house registers, company certificates and other documents of the state are not asked for.",
        ),
        (
            "เลือกว่าเอกสารนี้รัฐออกให้และบอกว่าดึงจากไหน หรือลบคำถามแนบไฟล์นี้",
            "Mark the document as issued by the state and say where it is fetched, or remove the file question.",
        ),
        "issued_by_state: true\nfetched_from: {th: ทะเบียนราษฎร, en: Civil register}",
        E_ACT_12,
    ),
    error(
        "copy_hidden_in_words",
        (
            "ไม่มีข้อความใดขอสำเนาเอกสารที่รัฐออกให้",
            "No text asks for a copy of a document that the state issued, in hints and notes either.",
        ),
        (
            "ลบประโยคที่ขอสำเนา หรือเขียนว่า “ไม่ต้องส่งสำเนา หน่วยงานตรวจเอง”",
            "Remove the sentence, or write “No copy needed: the agency looks it up”.",
        ),
        "hint: {th: ไม่ต้องส่งสำเนาบัตร หน่วยงานตรวจเอง, en: 'No copy of your card needed: the agency looks it up'}",
        E_ACT_12,
    ),
    warning(
        "certification_asked",
        ("สำเนาที่ยื่นทางอิเล็กทรอนิกส์ไม่ต้องลงนามรับรอง", "Copies filed electronically are not certified by the applicant."),
        ("ลบคำว่า “พร้อมรับรองสำเนา” และคำทำนองเดียวกัน", "Remove “certify each copy” and the like."),
        "title: {th: สัญญาเช่า, en: Lease}    # not: สัญญาเช่า พร้อมรับรองสำเนา",
        E_ACT_7,
    ),
    warning(
        "not_fetched",
        ("เอกสารที่รัฐออกให้ บอกว่าหน่วยงานดึงจากไหน", "For a document of the state it is said where the agency fetches it."),
        ("กรอกช่อง “ดึงจาก” ด้วยชื่อทะเบียนและหน่วยงาน", "Fill in where it is fetched: the register and whose it is."),
        "fetched_from: {th: ทะเบียนนิติบุคคล, en: Company register}",
        E_ACT_12,
    ),
    warning(
        "more_than_one_copy",
        ("ขอเอกสารชุดเดียว", "One set is asked for."),
        ("ตั้งจำนวนสำเนาเป็น 1", "Set the number of copies to 1."),
        "copies: 1",
        E_ACT_7,
    ),
    warning(
        "evidence_without_upload",
        ("เอกสารที่ผู้ขอต้องส่ง แนบทางออนไลน์ได้", "What the applicant has to send can be sent online."),
        (
            "เพิ่มคำถามแนบไฟล์ในแบบ แล้วเลือกคำถามนั้นที่เอกสารนี้",
            "Add a file question to the form, and choose it at this document.",
        ),
        "- {id: lease, title: …, copies: 1, upload: lease_file}",
        E_ACT_7,
    ),
    warning(
        "evidence_without_count",
        ("เอกสารแต่ละรายการบอกจำนวนฉบับจริงหรือสำเนา", "Each document says how many originals or copies."),
        ("กรอกจำนวนฉบับจริงหรือจำนวนสำเนา", "Fill in the number of originals or of copies."),
        "copies: 1",
        INFO_GO_6,
    ),
    warning(
        "condition_without_words",
        ("เอกสารที่ใช้เฉพาะบางกรณี บอกเงื่อนไขเป็นคำพูด", "A document needed only at times says in words when."),
        ("กรอกช่องเงื่อนไขด้วยประโยคสั้น ๆ", "Fill in the condition in words, in one short sentence."),
        "when: kind == 'tenant'\ncondition: {th: ผู้ขอเช่าสถานที่, en: The applicant rents the place}",
        FORM,
    ),
    error(
        "file_not_in_manual",
        ("ไฟล์ทุกไฟล์ที่แบบขอ อยู่ในรายการเอกสารของคู่มือ", "Every file that the form asks for is listed in the manual."),
        (
            "เพิ่มเอกสารนี้ในคู่มือแล้วเลือกคำถามแนบไฟล์ หรือลบคำถาม",
            "Add the document to the manual and choose its file question, or remove the question.",
        ),
        "evidence:\n  - {id: plan, title: {th: แผนผัง, en: Plan}, copies: 1, upload: plan}",
        LFA_8,
    ),
)
