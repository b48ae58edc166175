from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanjai.domain import thaiqr
from thanjai.domain.refusals import Refusal
from thanjai.domain.thaiqr import QrPayment

MOBILE = "00020101021129370016A0000006770101110113006681222333353037645802TH63041DCF"
MOBILE_30 = "00020101021229370016A0000006770101110113006681222333353037645802TH540530.0063043CAD"
E_WALLET = "00020101021129390016A000000677010111031514000080111111153037645802TH63047C0F"
BILL = "00020101021130620016A000000677010112011301122334455660211CUSTOMER0010306INV00153037645802TH62070703SCB6304780E"
BILL_WITH_AMOUNT = (
    "00020101021230650016A00000067701011201150994000165501000212123456789012030667042953037645802TH54073649.2263044534"
)

references = st.text("ABCXYZ0189", min_size=1, max_size=20)
amounts = st.none() | st.integers(1, 10**12 - 1)


@pytest.mark.parametrize(
    ("payload", "made", "meaning"),
    [
        (
            MOBILE,
            thaiqr.credit_transfer("0812223333", kind="mobile"),
            QrPayment("mobile", "+66812223333", "many"),
        ),
        (
            MOBILE_30,
            thaiqr.credit_transfer("081-222-3333", 3000, kind="mobile"),
            QrPayment("mobile", "+66812223333", "once", 3000),
        ),
        (
            E_WALLET,
            thaiqr.credit_transfer("140000801111111", kind="e_wallet"),
            QrPayment("e_wallet", "140000801111111", "many"),
        ),
        (
            BILL,
            thaiqr.bill_payment("0112233445566", "CUSTOMER001", "INV001", ref3="SCB"),
            QrPayment("bill", "0112233445566", "many", None, "CUSTOMER001", "INV001", "SCB"),
        ),
        (
            BILL_WITH_AMOUNT,
            thaiqr.bill_payment("099400016550100", "123456789012", "670429", 364922),
            QrPayment("bill", "099400016550100", "once", 364922, "123456789012", "670429"),
        ),
    ],
)
def test_known_payloads_are_written_and_read(payload: str, made: str, meaning: QrPayment) -> None:
    assert made == payload
    assert thaiqr.parse(payload) == meaning


def test_the_checksum_is_ccitt_false() -> None:
    assert thaiqr.crc("123456789") == "29B1"
    assert thaiqr.crc(EMVCO) == "A13A", "over the bytes of UTF-8, as EMVCo's own example has it"


EMVCO = (
    "00020101021229300012D156000000000510A93FO3230Q31280012D15600000001030812345678520441115802CN5914BEST TRANSPORT"
    "6007BEIJING64200002ZH0104最佳运输0202北京540523.7253031565502016233030412340603***0708A60086670902ME"
    "91320016A0112233449988770708123456786304"
)
"""The example of EMVCo's specification of merchant-presented codes, without its checksum."""


@pytest.mark.parametrize(
    ("payload", "meaning"),
    [
        (
            "00020101021129370016A000000677010111011300668012345675802TH530376463046197",
            QrPayment("mobile", "+66801234567", "many"),
        ),
        (
            "00020101021129370016A000000677010111011300668912345675802TH5303764630429C1",
            QrPayment("mobile", "+66891234567", "many"),
        ),
    ],
)
def test_what_others_write_is_read(payload: str, meaning: QrPayment) -> None:
    """From the tests of promptpay-qr, whose fields stand in another order: it is free between the first and the last."""
    assert thaiqr.parse(payload) == meaning


@given(
    st.from_regex(r"[0-9]{13}([0-9]{2})?", fullmatch=True),
    references,
    st.none() | references,
    amounts,
    st.none() | references,
)
def test_a_bill_reads_back_as_it_was_written(
    biller: str, ref1: str, ref2: str | None, satang: int | None, ref3: str | None
) -> None:
    payload = thaiqr.bill_payment(biller, ref1, ref2, satang, ref3)
    use: thaiqr.Use = "many" if satang is None else "once"
    assert thaiqr.parse(payload) == QrPayment("bill", biller, use, satang, ref1, ref2, ref3)


def test_a_transfer_of_a_fixed_amount_may_be_paid_again_and_again() -> None:
    payload = thaiqr.credit_transfer("0-9940-00617-72-1", 1, kind="tax_id", use="many")
    assert thaiqr.parse(payload) == QrPayment("tax_id", "0994000617721", "many", 1)


@given(st.sampled_from([MOBILE, MOBILE_30, E_WALLET, BILL, BILL_WITH_AMOUNT]), st.data())
def test_any_one_damaged_character_is_found(payload: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(payload) - 1))
    wrong = data.draw(st.characters(max_codepoint=0xE7F).filter(lambda sign: sign.upper() != payload[place]))
    with pytest.raises(Refusal) as refused:
        thaiqr.parse(payload[:place] + wrong + payload[place + 1 :])
    assert refused.value.code == "thai_qr.unreadable"


def sealed(body: str) -> str:
    return f"{body}6304{thaiqr.crc(body + '6304')}"


@pytest.mark.parametrize(
    "body",
    [
        "",
        "000201",
        MOBILE[:-8].replace("5802TH", "5802US"),
        MOBILE[:-8].replace("5303764", "5303840"),
        MOBILE[:-8].replace("010211", "010213"),
        MOBILE[:-8].replace("A000000677010111", "A000000677010112"),
        MOBILE[:-8].replace("01130066812223333", "01130066212345678"),
        MOBILE[:-8].replace("01130066812223333", "01139966812223333"),
        MOBILE[:-8].replace("01130066812223333", "09130066812223333"),
        E_WALLET[:-8].replace("0315140000801111111", "031514000080111111A"),
        MOBILE[:-8] + "540510.0A",
        MOBILE[:-8] + "54040.00",
        MOBILE[:-8] + "5802TH",
        MOBILE[:-8] + "6299",
        MOBILE[:-8] + "6",
        MOBILE[:-8] + BILL[12:78],
        BILL[:-8].replace("A000000677010112", "A000000677010111"),
        BILL[:-8].replace("CUSTOMER001", "customer001"),
        BILL[:-8].replace("0703SCB", "0703S-B"),
        BILL[:-8].replace("01130112233445566", "0113A112233445566"),
    ],
)
def test_a_whole_payload_that_is_no_thai_payment_is_refused(body: str) -> None:
    with pytest.raises(Refusal) as refused:
        thaiqr.parse(sealed(body))
    assert refused.value.code == "thai_qr.unreadable"


@given(st.text(max_size=60))
def test_reading_any_text_at_all_gives_a_payment_or_a_refusal(text: str) -> None:
    for payload in (text, sealed(text)):
        with pytest.raises(Refusal):
            thaiqr.parse(payload)


def test_an_amount_of_another_writer_is_read() -> None:
    assert thaiqr.parse(sealed(MOBILE[:-8] + "540230")).satang == 3000
    assert thaiqr.parse(sealed(MOBILE[:-8] + "540430.5")).satang == 3050


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: thaiqr.bill_payment("0112233445566", ""), "thai_qr.reference"),
        (lambda: thaiqr.bill_payment("0112233445566", "a1"), "thai_qr.reference"),
        (lambda: thaiqr.bill_payment("0112233445566", "A-1"), "thai_qr.reference"),
        (lambda: thaiqr.bill_payment("0112233445566", "๑"), "thai_qr.reference"),
        (lambda: thaiqr.bill_payment("0112233445566", "A" * 21), "thai_qr.reference"),
        (lambda: thaiqr.bill_payment("0112233445566", "A", "B\n"), "thai_qr.reference"),
        (lambda: thaiqr.bill_payment("0112233445566", "A", None, 1, "C C"), "thai_qr.reference"),
        (lambda: thaiqr.bill_payment("01122334455667", "A"), "thai_qr.biller"),
        (lambda: thaiqr.bill_payment("0112233445566", "A", "B", 0), "thai_qr.amount"),
        (lambda: thaiqr.bill_payment("0112233445566", "A", "B", 10**12), "thai_qr.amount"),
        (lambda: thaiqr.credit_transfer("021234567", kind="mobile"), "thai_qr.target"),
        (lambda: thaiqr.credit_transfer("1", kind="e_wallet"), "thai_qr.target"),
        (lambda: thaiqr.credit_transfer("1", kind="tax_id"), "national_id.shape"),
        (lambda: thaiqr.barcode_text("0112233445566", "A"), "thai_qr.biller"),
        (lambda: thaiqr.barcode_text("099400016550100", "A|B"), "thai_qr.reference"),
    ],
)
def test_what_a_bank_would_not_take_is_refused(make: Callable[[], str], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        make()
    assert refused.value.code == code


def test_the_barcode_of_a_paper_bill_has_four_lines() -> None:
    text = thaiqr.barcode_text("099400016550100", "123456789012", "670429", 364922)
    assert text == "|099400016550100\r123456789012\r670429\r364922"
    assert thaiqr.barcode_text("099400016550100", "1") == "|099400016550100\r1\r\r0"
