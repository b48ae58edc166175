"""Banks in Thailand by the three digits that the Bank of Thailand gives them, as payment files name them."""

from __future__ import annotations

from typing import Final

from thanjai.domain.numbering import ascii_digits
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text

BANKS: Final = {
    "002": Text(th="ธนาคารกรุงเทพ", en="Bangkok Bank"),
    "004": Text(th="ธนาคารกสิกรไทย", en="Kasikornbank"),
    "006": Text(th="ธนาคารกรุงไทย", en="Krungthai Bank"),
    "011": Text(th="ธนาคารทหารไทยธนชาต", en="TMBThanachart Bank"),
    "014": Text(th="ธนาคารไทยพาณิชย์", en="Siam Commercial Bank"),
    "022": Text(th="ธนาคารซีไอเอ็มบี ไทย", en="CIMB Thai Bank"),
    "024": Text(th="ธนาคารยูโอบี", en="United Overseas Bank (Thai)"),
    "025": Text(th="ธนาคารกรุงศรีอยุธยา", en="Bank of Ayudhya"),
    "030": Text(th="ธนาคารออมสิน", en="Government Savings Bank"),
    "033": Text(th="ธนาคารอาคารสงเคราะห์", en="Government Housing Bank"),
    "034": Text(th="ธนาคารเพื่อการเกษตรและสหกรณ์การเกษตร", en="Bank for Agriculture and Agricultural Cooperatives"),
    "066": Text(th="ธนาคารอิสลามแห่งประเทศไทย", en="Islamic Bank of Thailand"),
    "067": Text(th="ธนาคารทิสโก้", en="TISCO Bank"),
    "069": Text(th="ธนาคารเกียรตินาคินภัทร", en="Kiatnakin Phatra Bank"),
    "070": Text(th="ธนาคารไอซีบีซี (ไทย)", en="ICBC (Thai)"),
    "073": Text(th="ธนาคารแลนด์ แอนด์ เฮ้าส์", en="Land and Houses Bank"),
}


_NAMES: Final = {name.casefold(): code for code, bank in BANKS.items() for name in (bank.th, bank.en)}


def bank_code(text: str) -> str:
    """The code of a bank that there is; `6` is `006`, and so is its name in either language. Raises Refusal."""
    code = _NAMES.get(" ".join(text.split()).casefold()) or ascii_digits(text).strip().rjust(3, "0")
    if code not in BANKS:
        raise Refusal(
            "bank",
            Text(
                th="กรอกรหัสธนาคาร 3 หลัก เช่น 006 ธนาคารกรุงไทย", en="Enter the bank's 3 digits, such as 006 for Krungthai"
            ),
            field="bank",
        )
    return code
