"""Rules about personal data, words and acceptances."""

from __future__ import annotations

from typing import Final

from thanjai.domain.definition.problems import PDPA_19, PDPA_23, PDPA_26, PDPA_37, PLAIN, WCAG_LANGUAGE
from thanjai.domain.definition.rules.base import Rule, error, warning

RULES: Final[tuple[Rule, ...]] = (
    warning(
        "consent_is_not_free",
        ("บริการที่กฎหมายกำหนดไม่อาศัยความยินยอม", "A service that the law prescribes does not rest on consent."),
        ("เลือกฐานหน้าที่ตามกฎหมายหรือภารกิจของรัฐ", "Choose a duty under the law, or a public task, as the basis."),
        "data: {lawful_basis: public_task}",
        PDPA_19,
    ),
    error(
        "consent_required",
        ("ข้อมูลที่ขอโดยความยินยอม เลือกไม่ให้ได้", "What is asked by consent can be left out."),
        ("ตั้งคำถามเป็นไม่ต้องตอบ", "Set the question to not required."),
        "basis: consent\nrequired: false",
        PDPA_19,
    ),
    error(
        "purpose_not_told",
        ("บอกว่าถามข้อมูลส่วนบุคคลไปทำไม", "It is said why personal data is asked."),
        ("กรอกวัตถุประสงค์ที่คำถาม ที่หน้า หรือที่บริการ", "Fill in the purpose at the question, its page or the service."),
        "purpose: {th: เพื่อระบุในใบอนุญาต, en: To name you on the licence}",
        PDPA_23,
    ),
    error(
        "recipients_not_told",
        ("บอกว่าใครได้รับข้อมูล", "It is said who receives the data."),
        ("เพิ่มผู้รับข้อมูลอย่างน้อยหนึ่งราย", "Add at least one recipient."),
        "recipients:\n  - {th: เจ้าหน้าที่ของหน่วยงาน, en: The agency's officers}",
        PDPA_23,
    ),
    error(
        "retention_without_source",
        ("บอกว่าเก็บข้อมูลนานเท่านี้ตามระเบียบใด", "It is said by what rule data is kept so long."),
        ("กรอกที่มาของเวลาเก็บ", "Fill in the source of the time of keeping."),
        "retention_source: {th: ระเบียบงานสารบรรณ ข้อ 57, en: 'Regulation on Correspondence, clause 57'}",
        PDPA_37,
    ),
    error(
        "kept_too_long",
        ("คำตอบหนึ่งไม่เก็บนานกว่าทั้งเรื่อง", "No answer is kept longer than its case."),
        ("ลดปีที่เก็บของคำถาม", "Lower the question's years."),
        "keep_years: 2",
        PDPA_37,
    ),
    error(
        "answers_go_together",
        ("คำตอบของเรื่องลบพร้อมกัน เว้นแต่ไฟล์", "The answers of a case are erased together, but for files."),
        ("เอาปีที่เก็บออกจากคำถามที่ไม่ใช่ไฟล์", "Take the years away from a question that takes no files."),
        "- {id: plan, type: file, keep_years: 2}",
        PDPA_37,
    ),
    warning(
        "kept_for_ever",
        ("ข้อมูลส่วนบุคคลไม่เก็บเกิน 30 ปี", "Personal data is not kept for more than 30 years."),
        ("ลดปีที่เก็บ หรือยกเว้นพร้อมบอกระเบียบ", "Lower the years, or accept it naming the rule."),
        "data: {retention_years: 10}",
        PDPA_37,
    ),
    error(
        "sensitive_without_ground",
        ("ข้อมูลอ่อนไหวมีฐานตามมาตรา 26 ของตนเอง", "Sensitive data has a ground of section 26 of its own."),
        ("กรอกฐานของคำถามนั้น", "Fill in the ground at the question."),
        "sensitive: true\nbasis_note: {th: มาตรา 26 (5) (ก), en: Section 26 (5) (a)}",
        PDPA_26,
    ),
    warning(
        "sensitive_not_marked",
        (
            "คำถามเรื่องศาสนา สุขภาพ ประวัติอาชญากรรม และทำนองเดียวกัน เป็นข้อมูลอ่อนไหว",
            "Questions about belief, health, a criminal record and the like are sensitive.",
        ),
        (
            "เลือกข้อมูลอ่อนไหวและกรอกฐาน หรือยกเว้นพร้อมเหตุผล",
            "Mark it as sensitive with its ground, or accept it with a reason.",
        ),
        "sensitive: true",
        PDPA_26,
    ),
    warning(
        "personal_not_marked",
        ("คำถามเรื่องตัวบุคคลเป็นข้อมูลส่วนบุคคล", "Questions about a person are personal data."),
        (
            "เลือกข้อมูลส่วนบุคคลและกรอกวัตถุประสงค์ หรือยกเว้นพร้อมเหตุผล",
            "Mark it as personal with its purpose, or accept it with a reason.",
        ),
        "personal: true\npurpose: {th: เพื่อติดต่อ, en: To reach you}",
        PDPA_23,
    ),
    warning(
        "same_in_both",
        ("ข้อความทั้งสองภาษาแปลแล้ว", "Both languages are translated."),
        ("กรอกภาษาที่ยังขาด", "Fill in the language that is missing."),
        "title: {th: ร้านอาหาร, en: Food shop}",
        WCAG_LANGUAGE,
    ),
    warning(
        "thai_in_english",
        (
            "ข้อความอังกฤษไม่มีอักษรไทยนอกวงเล็บหรือเครื่องหมายคำพูด",
            "There are no Thai letters in the English outside brackets or quotation marks.",
        ),
        ("แปล หรือใส่ชื่อไทยในวงเล็บ", "Translate it, or put the Thai name in brackets."),
        "en: Replacement (ใบแทน)",
        WCAG_LANGUAGE,
    ),
    warning(
        "english_in_thai",
        ("ข้อความไทยไม่เป็นภาษาอังกฤษล้วน", "The Thai is not English only."),
        ("แปลเป็นไทย", "Translate it into Thai."),
        "th: ยื่นออนไลน์    # not: Apply online",
        WCAG_LANGUAGE,
    ),
    warning(
        "undrawable_character",
        ("ทุกตัวอักษรพิมพ์ลงเอกสารได้", "Every character can be printed on papers."),
        ("เปลี่ยนอีโมจิและสัญลักษณ์เป็นคำ", "Put words in place of emoji and symbols."),
        "th: ผ่านการตรวจ    # not: ✅",
        "PDF/UA-1, 7.21",
    ),
    warning(
        "sentence_too_long",
        (
            "ประโยคไทยไม่เกิน 45 คำ วรรคหนึ่งไม่เกิน 25 คำ ประโยคอังกฤษไม่เกิน 30 คำ",
            "A sentence has at most 45 words in Thai, 25 between spaces, and 30 in English.",
        ),
        ("แบ่งเป็นหลายประโยค ประโยคละเรื่อง", "Make several of it, one thought each."),
        "th: ยื่นก่อนหมดอายุ 30 วัน ชำระเงินแล้วใช้ต่อได้",
        PLAIN,
    ),
    warning(
        "plainer_words",
        ("ใช้คำที่คนทั่วไปพูด ไม่ใช้คำราชการและประโยคถูกกระทำ", "Words as people speak, no officialese, no passive."),
        ("แทนด้วยคำที่เสนอ หรือตัดออก", "Put the word proposed in its place, or leave it out."),
        "th: ถ้าต้องการต่ออายุ    # not: ในกรณีที่มีความประสงค์จะต่ออายุ",
        PLAIN,
    ),
    warning(
        "chain_of_nouns",
        ("ไม่ซ้อน “การ” และ “ความ” หลายคำ", "Nouns made from verbs do not follow one another."),
        ("เปลี่ยนเป็นคำกริยา", "Use the verbs."),
        "th: ตรวจแล้วอนุญาต    # not: การดำเนินการพิจารณาการอนุญาต",
        PLAIN,
    ),
    warning(
        "hard_words",
        ("คำที่คนทั่วไปไม่คุ้นมีไม่เกินหนึ่งในสี่ของข้อความ", "Of a text no more than a quarter are words that few people know."),
        ("ใช้คำทั่วไป หรืออธิบายในวงเล็บ", "Use common words, or explain them in brackets."),
        "th: น้ำเสีย    # not: สิ่งปฏิกูลและน้ำโสโครก",
        PLAIN,
    ),
    warning(
        "hard_to_read",
        ("บริการได้คะแนนความอ่านง่าย 70 ขึ้นไปทั้งสองภาษา", "A service scores 70 or more for plainness in both languages."),
        ("แก้ข้อความที่มีคำเตือนเรื่องคำและประโยคก่อน", "Mend the texts first that are named for their words and sentences."),
        "th: ยื่นคำขอก่อนเปิดร้าน",
        PLAIN,
    ),
    error(
        "accepted_error",
        ("ยกเว้นได้เฉพาะคำเตือน", "Only warnings can be let stand."),
        ("แก้ข้อผิดพลาด แล้วลบข้อยกเว้น", "Mend the error, and remove the acceptance."),
        "accepted: []",
    ),
    warning(
        "accepted_nothing",
        ("ข้อยกเว้นที่ไม่มีอะไรให้ยกเว้นแล้ว ลบออก", "An acceptance of what is no longer found is removed."),
        ("ลบข้อยกเว้น หรือแก้ตำแหน่ง", "Remove it, or mend its place."),
        "accepted:\n  - {code: slower_than_standard, where: steps.inspect, reason: …}",
    ),
)
