"""The regions of Thailand in which Cabinet gives holidays of their own, and which province lies in which.

Source: the announcement of 16 November B.E. 2560 on clusters of provinces (คณะกรรมการนโยบายการบริหารงานจังหวัดและ
กลุ่มจังหวัดแบบบูรณาการ, no. 3), by which the Secretariat of the Cabinet read the regional holidays of 2564: the
central region was Bangkok and 17 provinces, and the eight of the east had no such day. Where an office stands
decides, so an agency's region follows from its province; a resolution may group them otherwise another time,
and then gives its day to provinces by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from thanjai.domain.text import Text


class Region(StrEnum):
    NORTH = "north"
    NORTH_EAST = "north_east"
    CENTRAL = "central"
    EAST = "east"
    SOUTH = "south"


WORDS: Final[Mapping[Region, Text]] = {
    Region.NORTH: Text(th="ภาคเหนือ", en="the North"),
    Region.NORTH_EAST: Text(th="ภาคตะวันออกเฉียงเหนือ", en="the North-East"),
    Region.CENTRAL: Text(th="ภาคกลาง", en="the Central region"),
    Region.EAST: Text(th="ภาคตะวันออก", en="the East"),
    Region.SOUTH: Text(th="ภาคใต้", en="the South"),
}

PROVINCES: Final[Mapping[Region, tuple[str, ...]]] = {
    Region.NORTH: (
        "เชียงใหม่", "ลำพูน", "ลำปาง", "แม่ฮ่องสอน", "เชียงราย", "พะเยา", "แพร่", "น่าน", "ตาก", "พิษณุโลก", "สุโขทัย",
        "เพชรบูรณ์", "อุตรดิตถ์", "กำแพงเพชร", "นครสวรรค์", "พิจิตร", "อุทัยธานี",
    ),
    Region.NORTH_EAST: (
        "บึงกาฬ", "เลย", "หนองคาย", "หนองบัวลำภู", "อุดรธานี", "นครพนม", "มุกดาหาร", "สกลนคร", "กาฬสินธุ์", "ขอนแก่น",
        "มหาสารคาม", "ร้อยเอ็ด", "ชัยภูมิ", "นครราชสีมา", "บุรีรัมย์", "สุรินทร์", "ยโสธร", "ศรีสะเกษ", "อำนาจเจริญ",
        "อุบลราชธานี",
    ),
    Region.CENTRAL: (
        "กรุงเทพมหานคร", "นครปฐม", "นนทบุรี", "ปทุมธานี", "สมุทรปราการ", "ชัยนาท", "พระนครศรีอยุธยา", "ลพบุรี", "สระบุรี",
        "สิงห์บุรี", "อ่างทอง", "กาญจนบุรี", "ราชบุรี", "สุพรรณบุรี", "ประจวบคีรีขันธ์", "เพชรบุรี", "สมุทรสงคราม", "สมุทรสาคร",
    ),
    Region.EAST: ("ฉะเชิงเทรา", "ชลบุรี", "ระยอง", "จันทบุรี", "ตราด", "นครนายก", "ปราจีนบุรี", "สระแก้ว"),
    Region.SOUTH: (
        "ชุมพร", "นครศรีธรรมราช", "พัทลุง", "สุราษฎร์ธานี", "สงขลา", "กระบี่", "ตรัง", "พังงา", "ภูเก็ต", "ระนอง", "สตูล",
        "นราธิวาส", "ปัตตานี", "ยะลา",
    ),
}  # fmt: skip

_REGION_OF: Final = {province: region for region, provinces in PROVINCES.items() for province in provinces}


def region_of(province: str) -> Region | None:
    """The region of a province by its Thai name; None for a name that is not a province's."""
    return _REGION_OF.get(province.removeprefix("จังหวัด").strip())
