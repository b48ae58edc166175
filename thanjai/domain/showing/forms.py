"""The forms in which a service is shown: how large, and how small letters may become on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from thanjai.domain.text import Text

_A4, _A3, _A2 = (595.28, 841.89), (841.89, 1190.55), (1190.55, 1683.78)
POINTS_OF_METRE: Final = 14.0
"""The size of letters for each metre from which they are read: capitals a three-hundredth of the distance high."""


@dataclass(frozen=True, slots=True)
class Form:
    """A sheet of `width` by `height` points. `body` is the usual size of its letters, `floor` the smallest.

    `formats` are the kinds of file it comes as. One on a screen has two pixels for each point.
    """

    id: str
    name: Text
    use: Text
    width: float
    height: float
    body: float
    floor: float
    formats: tuple[str, ...]
    has_qr: bool = True
    title: float = 1.75
    """How much larger than the usual letters its title is."""

    @property
    def pixels(self) -> tuple[int, int]:
        """Of its PNG."""
        return round(self.width * 2), round(self.height * 2)


FORMS: Final = {
    one.id: one
    for one in (
        Form(
            "infographic", Text(th="แผ่นสรุป", en="One-page summary"),
            Text(th="พิมพ์บน A4 หรือแนบในเว็บไซต์และโพสต์", en="To print on A4, or to put on a site or in a post"),
            *_A4, body=14, floor=11, formats=("png", "pdf", "svg"),
        ),
        Form(
            "poster-a3", Text(th="โปสเตอร์ A3", en="Poster A3"),
            Text(th="ติดที่เคาน์เตอร์ อ่านได้จากระยะ 2 เมตร", en="For the counter; read from 2 metres"),
            *_A3, body=34, floor=2 * POINTS_OF_METRE, formats=("pdf", "png"),
        ),
        Form(
            "poster-a2", Text(th="โปสเตอร์ A2", en="Poster A2"),
            Text(th="ติดในห้องรับรอง อ่านได้จากระยะเกือบ 3 เมตร", en="For the waiting room; read from nearly 3 metres"),
            *_A2, body=48, floor=40, formats=("pdf", "png"),
        ),
        Form(
            "line", Text(th="ภาพสำหรับ LINE 1040 × 1040", en="Picture for LINE, 1040 × 1040"),
            Text(th="ใช้ในริชเมสเสจของบัญชีทางการ", en="For rich messages of an official account"),
            520, 520, body=27, floor=21, formats=("png",), has_qr=False, title=1.35,
        ),
        Form(
            "line-tall", Text(th="ภาพสูงสำหรับ LINE 1040 × 1560", en="Tall picture for LINE, 1040 × 1560"),
            Text(th="ส่งเป็นภาพในแชต", en="To send as a picture in a chat"),
            520, 780, body=26, floor=21, formats=("png",), has_qr=False, title=1.35,
        ),
        Form(
            "card", Text(th="ภาพเมื่อแชร์ลิงก์ 1200 × 630", en="Picture of shared links, 1200 × 630"),
            Text(th="แสดงเมื่อมีผู้แชร์ที่อยู่ของบริการในสื่อสังคม", en="Shown where somebody shares the service's address"),
            600, 315, body=24, floor=18, formats=("png",), has_qr=False, title=1.35,
        ),
    )
}  # fmt: skip
