"""Statements as messages of ISO 20022; a message that would have us open, fetch or unfold something is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.statement.files import TODAY, camt053, entry
from thanjai.domain.refusals import Refusal
from thanjai.domain.statement import camt
from thanjai.domain.statement.model import Statement, keys

DETAIL = (
    "<NtryDtls><TxDtls><Refs><EndToEndId>KKC690000011</EndToEndId></Refs><RltdPties><Dbtr><Pty><Nm>นายสมชาย</Nm></Pty>"
    "</Dbtr></RltdPties><RmtInf><Ustrd>ค่าธรรมเนียม KKC-2569-000001</Ustrd></RmtInf></TxDtls></NtryDtls>"
)


def refused(content: bytes) -> str:
    with pytest.raises(Refusal) as told:
        camt.read(content, TODAY)
    assert told.value.field == "file"
    return told.value.message.en


@pytest.mark.parametrize("version", ["02", "08", "13"])
def test_a_message_of_any_version_is_read(version: str) -> None:
    said = camt.read(
        camt053(entry(125_050, ref="B1", inner=DETAIL), entry(-5_000, ref="B2"), closing=120_050, version=version),
        TODAY,
    )
    assert isinstance(said, Statement) and (said.opening, said.closing, said.account) == (0, 120_050, "1234567890")
    first = said.movements[0]
    assert (first.satang, first.bank_reference, first.references) == (125_050, "B1", ("KKC690000011",))
    assert first.description == "ค่าธรรมเนียม KKC-2569-000001 นายสมชาย"


def test_what_is_not_booked_yet_is_left_out() -> None:
    said = camt.read(camt053(entry(100, ref="B1"), entry(700, ref="B2", status="PDNG"), closing=100), TODAY)
    assert [one.satang for one in said.movements] == [100]


def test_several_payments_booked_as_one_entry_are_several_lines() -> None:
    def one(amount: str) -> str:
        return f"<TxDtls><Amt Ccy='THB'>{amount}</Amt></TxDtls>"

    both = f"<NtryDtls>{one('1.00')}{one('1.00')}</NtryDtls>"
    said = camt.read(camt053(entry(200, ref="B1", inner=both), closing=200), TODAY)
    assert [(line.satang, line.bank_reference) for line in said.movements] == [(100, "B1/1"), (100, "B1/2")]
    assert len(set(keys(said.movements))) == 2
    wrong = f"<NtryDtls>{one('1.00')}{one('3.00')}</NtryDtls>"
    assert [line.satang for line in camt.read(camt053(entry(200, inner=wrong), closing=200), TODAY).movements] == [200]


def test_what_does_not_add_up_is_refused() -> None:
    assert "does not add up" in refused(camt053(entry(100), closing=101))


def test_other_currencies_and_days_to_come_are_refused() -> None:
    assert "must be in baht" in refused(camt053(entry(100), closing=100).replace(b"THB", b"USD"))
    assert "after today" in refused(camt053(entry(100, day="2026-11-23"), closing=100))


BOMB = "<!DOCTYPE a [<!ENTITY a 'aaaaaaaaaa'>" + "".join(
    f"<!ENTITY {name} '{f'&{before};' * 10}'>" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
STEAL = "<!DOCTYPE a [<!ENTITY i SYSTEM 'file:///etc/passwd'>"
FETCH = "<!DOCTYPE a SYSTEM 'http://127.0.0.1:9/x.dtd' ["


@pytest.mark.parametrize("before", [BOMB, STEAL, FETCH])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_and_document_types_are_refused(before: str, encoding: str) -> None:
    plain = camt053(entry(100), closing=100).decode().partition("?>")[2]
    content = f'<?xml version="1.0" encoding="{encoding}"?>{before}]>{plain.replace("<Id>1</Id>", "<Id>&i;</Id>")}'
    assert camt.is_xml(content.encode(encoding)) and "no CAMT.053" in refused(content.encode(encoding))


@pytest.mark.parametrize(
    "content",
    [
        b"<a/>", b"<", b"<html><body>", "<Document/>".encode("utf-16"), b"<a>" * 100_000,
        camt053(entry(100), closing=100).replace(b">1.00<", b">1e9<"),
        camt053(entry(100), closing=100).replace(b">1.00<", b">-1.00<"),
        camt053(entry(100), closing=100).replace(b">1.00<", b">1.001<"),
        camt053(entry(100), closing=100).replace(b"2026-11-20</Dt></BookgDt>", b"never</Dt></BookgDt>"),
        camt053(entry(100), closing=100).replace(b"<CdtDbtInd>CRDT", b"<CdtDbtInd>BOTH"),
    ],
)  # fmt: skip
def test_hostile_and_broken_messages_are_refused(content: bytes) -> None:
    assert "no CAMT.053" in refused(content)


def test_a_sum_too_large_to_be_true_is_refused() -> None:
    huge = camt053(entry(100)).replace(b">1.00<", b">999999999999999<")
    assert "too large" in refused(huge)


def test_two_accounts_in_one_file_are_refused() -> None:
    one = camt053(entry(100), closing=100)
    other = one.replace(b"1234567890", b"9999999999")
    start, end = one.index(b"<Stmt>"), one.index(b"</Stmt>") + 7
    both = one[:end] + other[start:end] + one[end:]
    assert "Several accounts" in refused(both)


@given(st.binary(max_size=200))
def test_no_bytes_are_anything_but_refused(content: bytes) -> None:
    assert refused(b"<" + content)
