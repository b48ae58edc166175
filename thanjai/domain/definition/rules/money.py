"""Rules about fees, settings, papers and what approval does."""

from __future__ import annotations

from typing import Final

from thanjai.domain.definition.problems import DECREE, E_ACT_13, ITA_O9, LFA_7
from thanjai.domain.definition.rules.base import Rule, error, info, warning

RULES: Final[tuple[Rule, ...]] = (
    error(
        "fee_above_ceiling",
        ("ค่าธรรมเนียมไม่เกินเพดานของกฎหมาย", "No fee is above the ceiling of its law."),
        (
            "ลดจำนวนเงิน หรือตรวจเพดานกับกฎกระทรวง",
            "Lower the amount, or check the ceiling against the ministerial regulation.",
        ),
        "rule: {kind: fixed, baht: 3000}\nceiling_baht: 3000",
        ITA_O9,
    ),
    warning(
        "setting_above_ceiling",
        ("หน่วยงานตั้งค่าธรรมเนียมเกินเพดานไม่ได้", "No agency can set a fee above the ceiling."),
        ("ตั้งค่าสูงสุดของค่าที่หน่วยงานกำหนดไม่เกินเพดาน", "Set the maximum of the setting to the ceiling or less."),
        "- {id: fee, kind: baht, maximum: 3000}",
        ITA_O9,
    ),
    error(
        "minimum_above_ceiling",
        ("ขั้นต่ำของค่าธรรมเนียมไม่เกินเพดาน", "A fee's minimum is not above its ceiling."),
        ("แก้ตัวใดตัวหนึ่ง", "Mend one of them."),
        "minimum_baht: 10\nceiling_baht: 3000",
    ),
    error(
        "amount_unclear",
        (
            "จำนวนเงินเป็นตัวเลข หรือค่าที่หน่วยงานกำหนด อย่างใดอย่างหนึ่ง",
            "An amount is a figure or an agency's setting, one of the two.",
        ),
        ("กรอกอย่างใดอย่างหนึ่ง", "Give one of them."),
        "rule: {kind: per_unit, units: copies, baht: 10}",
    ),
    error(
        "row_without_amount",
        ("ทุกแถวของบัญชีอัตรามีจำนวนเงิน", "Every line of a schedule has an amount."),
        ("กรอกจำนวนเงินของแถว", "Fill in the amount of the line."),
        "- {value: a, label: …, baht: 200}",
    ),
    error(
        "bands_have_gaps",
        ("ช่วงอัตราครอบคลุมทุกขนาด เรียงจากน้อยไปมาก", "Bands cover every size, from small to large."),
        ("เรียงช่วงใหม่ และไม่ใส่ขอบบนของช่วงสุดท้าย", "Order the bands, and leave the upper limit of the last one empty."),
        "bands: [{up_to: 200, baht: 100}, {baht: 200}]",
    ),
    warning(
        "fee_never_asked",
        ("ค่าธรรมเนียมทุกรายการมีขั้นตอนที่เรียกเก็บ", "Some step asks for each fee."),
        ("เลือกค่าธรรมเนียมนี้ในขั้นตอนชำระเงิน", "Choose the fee at a step that asks for payment."),
        "- {id: pay, kind: pay, fees: [licence]}",
    ),
    error(
        "setting_not_baht",
        ("ค่าธรรมเนียมใช้ค่าที่เป็นจำนวนเงิน", "A fee uses a setting that is an amount of money."),
        ("เปลี่ยนชนิดของค่านั้นเป็นบาท", "Make that setting's kind baht."),
        "- {id: fee, kind: baht}",
    ),
    error(
        "setting_kind",
        ("ค่าเริ่มต้นตรงกับชนิด", "A default is of its setting's kind."),
        ("แก้ค่าเริ่มต้นหรือชนิด", "Mend the default or the kind."),
        "- {id: by_post, kind: yes_no, default: true}",
    ),
    info(
        "agency_decides",
        (
            "ตัวเลขที่ไม่มีใครประกาศ หน่วยงานกำหนดเองก่อนเปิดบริการ",
            "A figure that nobody has published is set by each agency before it opens the service.",
        ),
        ("ไม่ต้องแก้ หน่วยงานจะถูกถามเมื่อรับบริการไปใช้", "Nothing to mend: agencies are asked when they take the service on."),
        "- {id: fee, kind: baht, unconfirmed: true}",
        LFA_7,
    ),
    error(
        "number_pattern",
        (
            "เลขที่เอกสารมีลำดับ และใช้เฉพาะส่วนที่ระบบรู้จัก",
            "A paper's number has a serial, and only parts that the platform knows.",
        ),
        ("ใช้ {serial} {year_be} {agency_code} และตัวอักษร", "Use {serial}, {year_be}, {agency_code} and letters."),
        'number: "FL-{agency_code}-{year_be}-{serial:05}"',
    ),
    error(
        "public_personal_data",
        ("รายการที่เปิดเผยไม่มีข้อมูลส่วนบุคคล", "No personal data is on the public page of a paper."),
        ("ตั้งรายการนั้นเป็นไม่เปิดเผย", "Set that line to not public."),
        "- {id: national_id, label: …, value: national_id, public: false}",
        E_ACT_13,
    ),
    warning(
        "paper_title_too_long",
        ("ชื่อเอกสารไม่เกินสองบรรทัดของกระดาษ", "A paper's title takes two lines at most."),
        (
            "ย่อชื่อ แล้วย้ายรายละเอียดไปที่ประโยคอนุญาตหรือรายการ",
            "Shorten it, and move the rest to the sentence that grants or to a line.",
        ),
        "title: {th: ใบอนุญาตจำหน่ายอาหาร, en: Food licence}",
    ),
    warning(
        "paper_item_too_long",
        (
            "ชื่อรายการบนเอกสารไม่เกินสามบรรทัดของช่องซ้าย",
            "The label of a paper's line takes three lines of its column at most.",
        ),
        ("ย่อชื่อรายการ", "Shorten the label."),
        "- {id: area, label: {th: พื้นที่ (ตร.ม.), en: Area (m²)}, value: area}",
    ),
    error(
        "renewal_of_endless",
        ("เอกสารที่ต่ออายุได้มีวันหมดอายุ", "What can be renewed ends one day."),
        ("กรอกอายุของเอกสาร หรือเอาการต่ออายุออก", "Give the paper a validity, or take its renewal away."),
        "validity: {amount: 1, unit: year}",
    ),
    error(
        "renewal_without_fee",
        ("ต่ออายุด้วยการชำระมีค่าธรรมเนียม", "A renewal by payment has something to pay."),
        ("เลือกค่าธรรมเนียมต่ออายุ", "Choose the fee of the renewal."),
        "renewal: {mode: payment, fee: licence}",
        DECREE,
    ),
    error(
        "renewal_without_period",
        ("ต่ออายุด้วยการชำระมีระยะเวลา", "A renewal by payment has a period."),
        ("กรอกอายุของเอกสาร", "Give the paper a validity."),
        "validity: {amount: 1, unit: year}",
        DECREE,
    ),
    error(
        "renewal_without_source",
        ("ต่ออายุด้วยการชำระบอกกฎหมายที่ให้ทำ", "A renewal by payment names the law that lets it."),
        ("กรอกที่มาของการต่ออายุ", "Fill in the source of the renewal."),
        "source: {th: พระราชกฤษฎีกา พ.ศ. 2564 มาตรา 4, en: 'Royal Decree B.E. 2564, section 4'}",
        DECREE,
    ),
    warning(
        "renewal_unconfirmed",
        (
            "เมื่อยังไม่ยืนยันว่ากฎหมายให้ชำระแทนคำขอ หน่วยงานเป็นผู้เลือก",
            "Where it is unconfirmed that payment is enough, each agency chooses.",
        ),
        (
            "เพิ่มค่าที่หน่วยงานเลือกชนิดใช่หรือไม่ใช่ แล้วใช้เป็นเงื่อนไข",
            "Add a yes/no setting and make it the condition of the renewal.",
        ),
        "renewal: {mode: payment, when: setting.renewal_by_payment, unconfirmed: true}",
        DECREE,
    ),
    error(
        "prefill_without_document",
        ("เติมข้อมูลจากเอกสารได้เฉพาะบริการรับโอน", "Only a transfer fills in from the document that is taken over."),
        ("เลือกแหล่งอื่น หรือไม่เติม", "Choose another source, or none."),
        "outcome: {does: transfer}\n… prefill: document",
    ),
    error(
        "outcome_without_document",
        ("คำขอเกี่ยวกับเอกสารถามเลขที่เอกสารเสมอ", "A request about a document always asks for its number."),
        ("เลือกคำถามข้อความที่ต้องตอบและแสดงเสมอ", "Choose a text question that is always shown and required."),
        "outcome: {document: document_number}",
    ),
    error(
        "outcome_of_nothing",
        ("บอกว่าทำกับเอกสารของบริการใด", "It is said for which papers of which services."),
        ("เพิ่มบริการและเอกสาร", "Add the services and their papers."),
        "of:\n  - {service: food-premises-licence, papers: [licence]}",
    ),
    error(
        "outcome_without_decision",
        ("ทำรายการกับเอกสารหลังการพิจารณา ครั้งเดียว", "What is done to a document comes after a decision, once."),
        ("ให้มีขั้นพิจารณาก่อน แล้วมีขั้นออกเอกสารหนึ่งขั้น", "Have a step that decides, and after it one that issues."),
        "- {id: decide, kind: decide}\n- {id: issue, kind: issue}",
    ),
    error(
        "outcome_and_paper",
        (
            "การโอน สำเนา และการคัดทะเบียนออกเอกสาร ใบแทนและการแก้ไขไม่ออก",
            "A transfer, a copy and an extract issue a paper; a replacement and an amendment do not.",
        ),
        ("เพิ่มหรือเอาเอกสารออกจากขั้นตอน", "Add the paper to the step, or take it away."),
        "- {id: issue, kind: issue, paper: copy}",
    ),
    error(
        "outcome_because",
        ("ใบแทนบอกเหตุว่าสูญหายหรือชำรุด", "A replacement says whether it is for loss or damage."),
        ("เลือกคำถามที่บอกเหตุ เฉพาะใบแทน", "Choose the question that says so, for a replacement only."),
        "because: because    # gives lost or damaged",
    ),
    error(
        "outcome_changes",
        ("การแก้ไขบอกว่าคำตอบใดเปลี่ยนเป็นอะไร", "An amendment says which answers become what."),
        ("จับคู่คำถามเดิมกับคำตอบใหม่ เฉพาะการแก้ไข", "Match the old questions with the new answers, for an amendment only."),
        "changes: {premises_name: new_name}",
    ),
)
