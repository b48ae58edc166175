"""Statements as banks write them, for tests."""

from __future__ import annotations

from datetime import date

TODAY = date(2026, 11, 22)
HEADS = "วันที่,เวลา,รายการ,ถอน,ฝาก,คงเหลือ,อ้างอิง 1,อ้างอิง 2"


def thai(*rows: str, encoding: str = "utf-8") -> bytes:
    """A table as a Thai bank's page gives it, in order of columns: day, time, words, out, in, balance, references."""
    return "\r\n".join(["ธนาคารตัวอย่าง", HEADS, *rows, "รวม,,,,,,,"]).encode(encoding)


def entry(
    satang: int, *, ref: str = "", inner: str = "", day: str = "2026-11-20", status: str = "<Cd>BOOK</Cd>"
) -> str:
    direction = "CRDT" if satang > 0 else "DBIT"
    return (
        f'<Ntry><Amt Ccy="THB">{abs(satang) / 100:.2f}</Amt><CdtDbtInd>{direction}</CdtDbtInd><Sts>{status}</Sts>'
        f"<BookgDt><Dt>{day}</Dt></BookgDt><AcctSvcrRef>{ref}</AcctSvcrRef>{inner}</Ntry>"
    )


def camt053(
    *entries: str, opening: int = 0, closing: int = 0, account: str = "1234567890", version: str = "08"
) -> bytes:
    def balance(kind: str, satang: int) -> str:
        direction = "CRDT" if satang >= 0 else "DBIT"
        return (
            f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy='THB'>{abs(satang) / 100:.2f}</Amt>"
            f"<CdtDbtInd>{direction}</CdtDbtInd><Dt><Dt>2026-11-20</Dt></Dt></Bal>"
        )

    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}">'
        f"<BkToCstmrStmt><GrpHdr><MsgId>1</MsgId></GrpHdr><Stmt><Id>1</Id><Acct><Id><Othr><Id>{account}</Id></Othr></Id>"
        f"</Acct>{balance('OPBD', opening)}{balance('CLBD', closing)}{''.join(entries)}</Stmt></BkToCstmrStmt></Document>"
    ).encode()
