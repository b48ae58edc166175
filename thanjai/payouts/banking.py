"""The file that the bank is given: ISO 20022 pain.001.001.09, or CSV. The same roll gives the same bytes, always."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db import transaction
from pyiso20022.pain.pain_001_001_09 import pain_001_001_09 as pain
from xsdata.formats.dataclass.serializers import XmlSerializer
from xsdata.formats.dataclass.serializers.config import SerializerConfig
from xsdata.models.datatype import XmlDate, XmlDateTime

from thanjai.agencies.selectors import head_of
from thanjai.domain.buddhist import in_bangkok
from thanjai.domain.payroll import Way
from thanjai.domain.refusals import Refusal
from thanjai.domain.spreadsheet import harmless
from thanjai.domain.text import Text
from thanjai.kernel.secrets import unseal
from thanjai.kernel.tenancy import Actor, acting_as, worker_at
from thanjai.payouts.models import Roll, RollLine
from thanjai.payouts.rolls import check_unchanged

FORMATS: Final = {"xml": "application/xml", "csv": "text/csv; charset=utf-8"}
COLUMNS: Final = ("end_to_end_id", "bank", "account", "account_name", "amount_baht", "currency", "pay_on")
NAMESPACE: Final = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
_CLEARING: Final = "THCBC"
"""Banks of Thailand by their three digits, in ISO's list of clearing systems."""
_CURRENCY: Final = "THB"


@transaction.atomic
def file_of(*, actor: Actor, roll_id: UUID, format: str) -> tuple[Roll, bytes]:
    """The file of an approved roll, for the head alone. Raises Refusal for any that is not just what was approved."""
    head = head_of(actor)
    with acting_as(worker_at(head.agency_id)):
        roll = Roll.objects.select_related("scheme").filter(pk=roll_id, agency_id=head.agency_id).first()
        if roll is None:
            raise Refusal("no_such_page", Text(th="ไม่พบบัญชีจ่ายเงินนี้", en="There is no such payment roll here."))
        if roll.way != Way.BANK:
            words = Text(th="บัญชีนี้จ่ายเป็นเงินสด พิมพ์บัญชีลงชื่อแทน", en="This roll is paid in cash: print the list to sign.")
            raise Refusal("other_way", words)
        if roll.approved_at is None or roll.cancelled_at is not None:
            words = Text(th="ไฟล์ทำได้เมื่ออนุมัติแล้ว", en="There is a file once the roll is approved.")
            raise Refusal("not_approved", words)
        check_unchanged(roll)
        lines = list(RollLine.objects.filter(roll=roll).select_related("roll").order_by("number"))
        return roll, (_as_xml if format == "xml" else _as_csv)(roll, lines)


def _baht(satang: int) -> Decimal:
    return Decimal(satang) / 100


def _as_csv(roll: Roll, lines: list[RollLine]) -> bytes:
    kept = io.StringIO()
    writer = csv.writer(kept)
    writer.writerow(COLUMNS)
    for line in lines:
        account = unseal(line.account)
        writer.writerow(
            [line.end_to_end, line.bank, account, harmless(line.account_name), f"{_baht(line.satang):.2f}", _CURRENCY,
             roll.pay_on.isoformat()]
        )  # fmt: skip
    return kept.getvalue().encode("utf-8-sig")


def _as_xml(roll: Roll, lines: list[RollLine]) -> bytes:
    assert roll.approved_at is not None
    debtor = pain.PartyIdentification135(nm=roll.account_name)
    count, total = str(len(lines)), _baht(roll.satang)
    header = pain.GroupHeader85(
        msg_id=roll.message_id, cre_dt_tm=XmlDateTime.from_datetime(in_bangkok(roll.approved_at).replace(microsecond=0)),
        nb_of_txs=count, ctrl_sum=total, initg_pty=debtor,
    )  # fmt: skip
    payment = pain.PaymentInstruction30(
        pmt_inf_id=roll.message_id, pmt_mtd=pain.PaymentMethod3Code.TRF, btch_bookg=True, nb_of_txs=count,
        ctrl_sum=total, reqd_exctn_dt=pain.DateAndDateTime2Choice(dt=XmlDate.from_date(roll.pay_on)), dbtr=debtor,
        dbtr_acct=_account(unseal(roll.account), _CURRENCY), dbtr_agt=_bank(roll.bank),
        chrg_br=pain.ChargeBearerType1Code.DEBT, cdt_trf_tx_inf=[_transfer(line) for line in lines],
    )  # fmt: skip
    document = pain.Document(
        cstmr_cdt_trf_initn=pain.CustomerCreditTransferInitiationV09(grp_hdr=header, pmt_inf=[payment])
    )
    written = XmlSerializer(config=SerializerConfig(indent=" ")).render(document, ns_map={None: NAMESPACE})
    return written.encode()


def _account(number: str, currency: str | None = None) -> pain.CashAccount38:
    other = pain.GenericAccountIdentification1(id=number)
    return pain.CashAccount38(id=pain.AccountIdentification4Choice(othr=other), ccy=currency)


def _bank(code: str) -> pain.BranchAndFinancialInstitutionIdentification6:
    member = pain.ClearingSystemMemberIdentification2(
        clr_sys_id=pain.ClearingSystemIdentification2Choice(cd=_CLEARING), mmb_id=code
    )
    named = pain.FinancialInstitutionIdentification18(clr_sys_mmb_id=member)
    return pain.BranchAndFinancialInstitutionIdentification6(fin_instn_id=named)


def _transfer(line: RollLine) -> pain.CreditTransferTransaction34:
    amount = pain.ActiveOrHistoricCurrencyAndAmount(value=_baht(line.satang), ccy=_CURRENCY)
    return pain.CreditTransferTransaction34(
        pmt_id=pain.PaymentIdentification6(end_to_end_id=line.end_to_end),
        amt=pain.AmountType4Choice(instd_amt=amount), cdtr_agt=_bank(line.bank),
        cdtr=pain.PartyIdentification135(nm=line.account_name), cdtr_acct=_account(unseal(line.account)),
    )  # fmt: skip
