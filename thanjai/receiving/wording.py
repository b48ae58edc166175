"""The answers of the checks, in plain words. How a document stands is said as on the public page."""

from __future__ import annotations

from typing import Final

from thanjai.domain.reception import Asked
from thanjai.domain.text import Text
from thanjai.kernel.pdf import findings

QUESTIONS: Final[dict[Asked, Text]] = {
    Asked.SIGNATURE: Text(th="ลายมือชื่อ", en="Signature"),
    Asked.CHAIN: Text(th="ใครลงลายมือชื่อ", en="Who signed"),
    Asked.TIME: Text(th="ลงลายมือชื่อเมื่อใด", en="When it was signed"),
    Asked.REVOCATION: Text(th="ใบรับรองถูกเพิกถอนหรือไม่", en="Was the certificate revoked"),
    Asked.LOG: Text(th="บันทึกสาธารณะ", en="Public log"),
    Asked.REGISTER: Text(th="สถานะในทะเบียน", en="Standing in the register"),
}
_NO_FILE: Final = Text(
    th="ไม่มีไฟล์ให้ตรวจ จึงยังไม่รู้ อัปโหลดไฟล์ PDF เพื่อตรวจข้อนี้",
    en="There was no file to check, so this is not known. Upload the PDF to have it checked.",
)
_NOTHING: Final = Text(th="ตรวจไม่ได้ เพราะไม่มีลายมือชื่อที่ใช้ได้", en="It cannot be told, because there is no sound signature.")
_ELSEWHERE: Final = Text(
    th="ไม่ใช่เอกสารที่ออกจากระบบนี้ ถามหน่วยงานที่ออก",
    en="It was not issued on this platform. Ask the agency that issued it.",
)
_SIGNED_BY: Final = {
    "ours": Text(
        th="ใบรับรองสืบไปถึงรากที่ระบบนี้ใช้ลงลายมือชื่อของหน่วยงาน",
        en="The certificate leads to a root by which agencies sign on this platform.",
    ),
    "recognised": Text(
        th="ใบรับรองสืบไปถึงรากของหน่วยงานอื่นที่ระบบนี้ยอมรับ",
        en="The certificate leads to another authority's root that is recognised here.",
    ),
    "test": Text(
        th="ลงลายมือชื่อด้วยใบรับรองทดสอบ ไม่มีผลทางกฎหมาย",
        en="Signed with a TEST certificate. It has no legal force.",
    ),
    "unknown": Text(
        th="ใบรับรองไม่สืบไปถึงรากที่รู้จัก ใครก็ทำขึ้นได้ ถามหน่วยงานที่ระบุว่าเป็นผู้ออก",
        en="The certificate leads to no root that is known here. Anybody could have made it. Ask the agency named on it.",
    ),
}
_ANSWERS: Final[dict[Asked, dict[str, Text]]] = {
    Asked.SIGNATURE: {
        "whole": findings.GENUINE,
        "altered": Text(
            th="ไฟล์ถูกแก้ไข เพิ่ม หรือตัดหลังลงลายมือชื่อ หรือลายมือชื่อเสียหาย ขอไฟล์ต้นฉบับ",
            en="The file was changed, added to or cut after it was signed, or the signature is damaged. Ask for the original.",
        ),
        "unsigned": findings.NOT_SIGNED,
        "no_pdf": findings.NOT_A_PDF,
    },
    Asked.CHAIN: _SIGNED_BY,
    Asked.TIME: {
        "stamped": Text(th="มีตราเวลาจากผู้ให้บริการที่เชื่อถือได้", en="A trusted authority has stamped the time."),
        "claimed": Text(
            th="เป็นเวลาที่ผู้ลงลายมือชื่อบอกเอง ไม่มีตราเวลาจากผู้อื่น",
            en="The time is the signer's own word. Nobody else has stamped it.",
        ),
    },
    Asked.REVOCATION: {
        "not_asked": Text(
            th="ไม่ได้ถาม ระบบไม่ติดต่อผู้ออกใบรับรองระหว่างตรวจไฟล์ หากสงสัยให้ถามผู้ออกใบรับรอง",
            en="It was not asked: nothing is fetched from the network while a file is checked. If in doubt, ask the authority "
            "that issued the certificate.",
        ),
    },
    Asked.LOG: {
        "proven": Text(th="มีในบันทึกสาธารณะ หลักฐานถูกต้อง", en="The public log has it. The proof was checked and holds."),
        "waiting": Text(
            th="ยังไม่มีหลักฐาน เอกสารเพิ่งออก ตรวจอีกครั้งในห้านาที",
            en="There is no proof yet: it has only just been issued. Check again in five minutes.",
        ),
        "not_proven": Text(
            th="บันทึกสาธารณะไม่ตรงกับเอกสารนี้ อย่าเพิ่งเชื่อถือ แจ้งผู้ดูแลระบบ",
            en="The public log does not agree with this document. Do not rely on it; tell whoever runs the platform.",
        ),
        "missing": Text(
            th="ลายมือชื่อเป็นของระบบนี้ แต่บันทึกสาธารณะไม่มี อย่าเพิ่งเชื่อถือ แจ้งผู้ดูแลระบบ",
            en="The signature is one of ours, but the public log does not have it. Do not rely on it; tell whoever runs the "
            "platform.",
        ),
    },
    Asked.REGISTER: {},
}
STANDINGS: Final[dict[str, Text]] = {
    "valid": Text(th="ใช้ได้", en="valid"),
    "expired": Text(th="หมดอายุ", en="expired"),
    "suspended": Text(th="พักใช้", en="suspended"),
    "revoked": Text(th="เพิกถอนแล้ว", en="revoked"),
    "superseded": Text(th="มีฉบับใหม่แทนแล้ว", en="replaced by a newer one"),
    "replaced": Text(th="มีใบแทนของฉบับนี้แล้ว", en="this paper was replaced"),
    "not_yet_valid": Text(th="ยังไม่ถึงวันเริ่มใช้", en="not valid yet"),
    "unknown": Text(th="ไม่พบในทะเบียน", en="not in the register"),
}
"""How a document stands, on paper. Pages say it with more words."""
_COMMON: Final = {"no_file": _NO_FILE, "nothing": _NOTHING, "elsewhere": _ELSEWHERE}


def words_of(asked: str, code: str) -> Text | None:
    """What an answer means; None for how a document stands, which has words of its own."""
    return _ANSWERS[Asked(asked)].get(code) or _COMMON.get(code)
