"""Rules about the file itself, for those who write it by hand."""

from __future__ import annotations

from typing import Final

from thanjai.domain.definition.rules.base import Rule, error

RULES: Final[tuple[Rule, ...]] = (
    error(
        "yaml_unreadable",
        ("ไฟล์เป็น YAML ที่อ่านได้", "The file is readable YAML."),
        (
            "ตรวจย่อหน้า เครื่องหมายคำพูด และวงเล็บ ใกล้บรรทัดที่บอก",
            "Check indentation, quotation marks and brackets near the line that is named.",
        ),
        'title: {th: "ร้านอาหาร", en: "Food shop"}',
    ),
    error(
        "yaml_too_large",
        (
            "ไฟล์ไม่เกิน 500,000 ตัวอักษร 100,000 รายการ และซ้อนไม่เกิน 40 ชั้น",
            "A file has at most 500,000 characters, 100,000 entries and 40 levels.",
        ),
        ("แบ่งบริการ หรือย้ายรายการยาวไปเป็นทะเบียน", "Divide the service, or shorten its lists."),
        "options_from: kinds    # a table of the definition",
    ),
    error(
        "yaml_key",
        ("ชื่อรายการเป็นคำเดียว", "A key is a plain word."),
        ("เขียนชื่อเป็นข้อความธรรมดา ไม่ใช้ << หรือรายการเป็นชื่อ", "Write the key as plain text, without << or lists."),
        "title: …",
    ),
    error(
        "duplicate_key",
        ("ชื่อรายการไม่ซ้ำในที่เดียวกัน", "A key stands once in its place."),
        ("ลบหนึ่งแห่ง", "Remove one."),
        "level: L3    # once",
    ),
    error(
        "more_faults",
        ("บอกที่ผิดครั้งละไม่เกิน 100 แห่ง", "At most 100 faults of a file are explained at once."),
        ("แก้ที่บอกไว้ แล้วตรวจอีกครั้ง", "Mend those that are named, and check again."),
        "thanjai packs check packs/my-service",
    ),
    error(
        "missing",
        ("รายการที่ต้องมี มีครบ", "What must be there is there."),
        ("เพิ่มรายการที่ขาด", "Add what is missing."),
        "title: {th: …, en: …}",
    ),
    error(
        "unknown_key",
        ("ทุกรายการเป็นที่รู้จัก", "Every key is known."),
        ("แก้ตัวสะกด หรือลบ", "Mend the spelling, or remove it."),
        "lawful_basis: public_task    # not: lawful_bases",
    ),
    error(
        "not_a_choice",
        ("ค่าเป็นหนึ่งในที่เลือกได้", "A value is one of those to choose from."),
        ("เลือกจากรายการในข้อความ", "Choose one of those in the message."),
        "level: L3    # not: L4",
    ),
    error(
        "pattern",
        ("ชื่อเป็นตัวอักษรอังกฤษตัวเล็ก ตัวเลข และขีด", "Ids are small letters, figures and dashes or underscores."),
        ("แก้ชื่อ", "Mend the id."),
        "id: food_shop    # not: Food Shop",
    ),
    error(
        "invalid",
        ("ค่าเป็นชนิดที่ถูกต้อง", "A value is of the right kind."),
        ("แก้ตามข้อความ เช่น เป็นตัวเลข", "Mend it as the message says, such as a number."),
        "decimals: 2    # not: two",
    ),
)
