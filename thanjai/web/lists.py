"""Words offered while one types: provinces, titles, banks. Anything else may be typed as well."""

from __future__ import annotations

from typing import Final

_PROVINCES: Final = (
    "กรุงเทพมหานคร:Bangkok|กระบี่:Krabi|กาญจนบุรี:Kanchanaburi|กาฬสินธุ์:Kalasin|กำแพงเพชร:Kamphaeng Phet|"
    "ขอนแก่น:Khon Kaen|จันทบุรี:Chanthaburi|ฉะเชิงเทรา:Chachoengsao|ชลบุรี:Chon Buri|ชัยนาท:Chai Nat|"
    "ชัยภูมิ:Chaiyaphum|ชุมพร:Chumphon|เชียงราย:Chiang Rai|เชียงใหม่:Chiang Mai|ตรัง:Trang|ตราด:Trat|ตาก:Tak|"
    "นครนายก:Nakhon Nayok|นครปฐม:Nakhon Pathom|นครพนม:Nakhon Phanom|นครราชสีมา:Nakhon Ratchasima|"
    "นครศรีธรรมราช:Nakhon Si Thammarat|นครสวรรค์:Nakhon Sawan|นนทบุรี:Nonthaburi|นราธิวาส:Narathiwat|น่าน:Nan|"
    "บึงกาฬ:Bueng Kan|บุรีรัมย์:Buri Ram|ปทุมธานี:Pathum Thani|ประจวบคีรีขันธ์:Prachuap Khiri Khan|"
    "ปราจีนบุรี:Prachin Buri|ปัตตานี:Pattani|พระนครศรีอยุธยา:Phra Nakhon Si Ayutthaya|พะเยา:Phayao|"
    "พังงา:Phang-nga|พัทลุง:Phatthalung|พิจิตร:Phichit|พิษณุโลก:Phitsanulok|เพชรบุรี:Phetchaburi|"
    "เพชรบูรณ์:Phetchabun|แพร่:Phrae|ภูเก็ต:Phuket|มหาสารคาม:Maha Sarakham|มุกดาหาร:Mukdahan|"
    "แม่ฮ่องสอน:Mae Hong Son|ยโสธร:Yasothon|ยะลา:Yala|ร้อยเอ็ด:Roi Et|ระนอง:Ranong|ระยอง:Rayong|"
    "ราชบุรี:Ratchaburi|ลพบุรี:Lop Buri|ลำปาง:Lampang|ลำพูน:Lamphun|เลย:Loei|ศรีสะเกษ:Si Sa Ket|"
    "สกลนคร:Sakon Nakhon|สงขลา:Songkhla|สตูล:Satun|สมุทรปราการ:Samut Prakan|สมุทรสงคราม:Samut Songkhram|"
    "สมุทรสาคร:Samut Sakhon|สระแก้ว:Sa Kaeo|สระบุรี:Saraburi|สิงห์บุรี:Sing Buri|สุโขทัย:Sukhothai|"
    "สุพรรณบุรี:Suphan Buri|สุราษฎร์ธานี:Surat Thani|สุรินทร์:Surin|หนองคาย:Nong Khai|"
    "หนองบัวลำภู:Nong Bua Lam Phu|อ่างทอง:Ang Thong|อำนาจเจริญ:Amnat Charoen|อุดรธานี:Udon Thani|"
    "อุตรดิตถ์:Uttaradit|อุทัยธานี:Uthai Thani|อุบลราชธานี:Ubon Ratchathani"
)
_BANKS: Final = (
    "ธนาคารกรุงไทย:Krungthai Bank|ธนาคารออมสิน:Government Savings Bank|"
    "ธนาคารเพื่อการเกษตรและสหกรณ์การเกษตร (ธ.ก.ส.):Bank for Agriculture and Agricultural Cooperatives (BAAC)|"
    "ธนาคารกรุงเทพ:Bangkok Bank|ธนาคารกสิกรไทย:Kasikornbank|ธนาคารไทยพาณิชย์:Siam Commercial Bank|"
    "ธนาคารกรุงศรีอยุธยา:Bank of Ayudhya (Krungsri)|ธนาคารทหารไทยธนชาต:TMBThanachart Bank|"
    "ธนาคารอาคารสงเคราะห์:Government Housing Bank|ธนาคารอิสลามแห่งประเทศไทย:Islamic Bank of Thailand|"
    "ธนาคารยูโอบี:United Overseas Bank (Thai)"
)
_TITLES: Final = "นาย:Mr|นาง:Mrs|นางสาว:Ms"


def _in_both(source: str) -> dict[str, tuple[str, ...]]:
    pairs = [entry.split(":") for entry in source.split("|")]
    return {"th": tuple(pair[0] for pair in pairs), "en": tuple(pair[1] for pair in pairs)}


PROVINCES: Final = _in_both(_PROVINCES)
BANKS: Final = _in_both(_BANKS)
TITLES: Final = _in_both(_TITLES)
BY_FIELD: Final = {
    "address": ("provinces", PROVINCES),
    "bank_account": ("banks", BANKS),
    "person": ("titles", TITLES),
}
"""The list that a type of question offers: its id on the page, its words by language."""
