"""Adding up the whole of the books anew: what must hold between entries, invoices, tills, receipts and closed days.

Each question is one statement over all agencies, and finds nothing where all is well. The database refuses most of this
when it is written; here it is looked for in what lies there, whoever put it there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction

from thanjai.domain import ledger
from thanjai.kernel.tenancy import PLATFORM, acting_as


@dataclass(frozen=True)
class Flaw:
    """Something that does not hold. `agency` is None for what is nobody's."""

    agency: UUID | None
    where: str
    what: str


@dataclass
class Check:
    """`figures` are what was added up, in satang for money, by the statements `sums`; `questions` find what is wrong."""

    figures: dict[str, int] = field(default_factory=dict)
    sums: Mapping[str, str] = field(default_factory=lambda: _FIGURES)
    questions: Sequence[str] = field(default_factory=lambda: _QUESTIONS)

    def flaws(self) -> Iterator[Flaw]:
        """Everything that is wrong, in one look at the database: what happens meanwhile is not half seen."""
        with acting_as(PLATFORM), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            for name, statement in self.sums.items():
                cursor.execute(statement)
                self.figures[name] = int(cursor.fetchone()[0])
            for statement in self.questions:
                cursor.execute(statement)
                yield from (_flaw(row) for row in cursor.fetchall())


def _flaw(row: tuple[Any, ...]) -> Flaw:
    agency, where, what = row
    return Flaw(UUID(str(agency)) if agency else None, str(where), str(what))


_LIVE: Final = "cancelled_at IS NULL"
_SHAPES: Final = "|".join(ledger.SHAPES.values())

_FIGURES: Final[dict[str, str]] = {
    "entries": "SELECT count(*) FROM money_entry",
    "lines": "SELECT count(*) FROM money_line",
    "invoices": "SELECT count(*) FROM money_invoice",
    "receipts": "SELECT count(*) FROM money_receipt",
    "raised": f"SELECT coalesce(sum(satang), 0) FROM money_invoice WHERE {_LIVE}",
    "surcharge": f"SELECT coalesce(sum(surcharge_satang), 0) FROM money_invoice WHERE {_LIVE}",
    "waived": f"SELECT coalesce(sum(waived_satang), 0) FROM money_invoice WHERE {_LIVE}",
    "paid": f"SELECT coalesce(sum(paid_satang), 0) FROM money_invoice WHERE {_LIVE}",
    "given back of it": f"SELECT coalesce(sum(refunded_satang), 0) FROM money_invoice WHERE {_LIVE}",
    "held": "SELECT coalesce(sum(satang), 0) FROM money_holding",
    "kept by providers": "SELECT coalesce(sum(satang), 0) FROM money_line WHERE account LIKE 'fees:%'",
    "bank, tills and on the way": (
        "SELECT coalesce(sum(satang), 0) FROM money_line"
        " WHERE split_part(account, ':', 1) IN ('bank_clearing', 'till', 'handed_in', 'over_short')"
    ),
}

_ENTRIES: Final = (
    """
    SELECT entry.agency_id, 'entry ' || entry.source,
        CASE WHEN count(line.id) < 2 THEN 'has ' || count(line.id) || ' lines'
             ELSE 'does not balance: ' || sum(line.satang) || ' satang too much' END
    FROM money_entry entry LEFT JOIN money_line line ON line.entry_id = entry.id
    GROUP BY entry.id HAVING count(line.id) < 2 OR sum(line.satang) <> 0
    """,
    """
    SELECT line.agency_id, 'line ' || line.id, 'has no entry in its books'
    FROM money_line line LEFT JOIN money_entry entry ON entry.id = line.entry_id AND entry.agency_id = line.agency_id
    WHERE entry.id IS NULL
    """,
    f"""
    SELECT agency_id, 'line ' || id, 'is on the account ' || account || ', which there is not'
    FROM money_line WHERE account !~ '^({_SHAPES})$' OR satang = 0
    """,
    """
    SELECT entry.agency_id, 'entry ' || entry.source, 'corrects an entry that is not in its books'
    FROM money_entry entry LEFT JOIN money_entry before
        ON before.id = entry.corrects_id AND before.agency_id = entry.agency_id
    WHERE entry.corrects_id IS NOT NULL AND before.id IS NULL
    """,
)

# What stands on each invoice's own accounts, beside what its row says.
_INVOICES: Final = (
    """
    WITH own AS (
        SELECT agency_id, split_part(account, ':', 2) AS number,
            coalesce(sum(satang) FILTER (WHERE account LIKE 'receivable:%'), 0) AS owed,
            coalesce(sum(-satang) FILTER (WHERE account LIKE 'surcharge:%'), 0) AS added,
            coalesce(sum(satang) FILTER (WHERE account LIKE 'waived:%' OR account LIKE 'written\\_off:%'), 0) AS waived
        FROM money_line WHERE split_part(account, ':', 1) IN ('receivable', 'surcharge', 'waived', 'written_off')
        GROUP BY 1, 2
    ), compared AS (
        SELECT invoice.agency_id, invoice.number, cancelled_at, coalesce(owed, 0) AS owed, coalesce(added, 0) AS added,
            coalesce(own.waived, 0) AS waived, surcharge_satang, waived_satang, settled_at,
            satang + surcharge_satang - waived_satang - paid_satang AS outstanding
        FROM money_invoice invoice LEFT JOIN own ON own.agency_id = invoice.agency_id AND own.number = invoice.number
    )
    SELECT agency_id, 'invoice ' || number, CASE
        WHEN cancelled_at IS NOT NULL THEN 'is over, and the books still have ' || owed || ' satang owed on it'
        WHEN owed <> outstanding THEN 'says ' || outstanding || ' satang are owed, the books say ' || owed
        WHEN added <> surcharge_satang THEN 'says ' || surcharge_satang || ' satang were added, the books say ' || added
        WHEN waived <> waived_satang THEN 'says ' || waived_satang || ' satang were waived, the books say ' || waived
        ELSE 'is settled, and ' || outstanding || ' satang are owed' END
    FROM compared
    WHERE (cancelled_at IS NOT NULL AND owed <> 0)
        OR (cancelled_at IS NULL AND (owed <> outstanding OR added <> surcharge_satang OR waived <> waived_satang
            OR (settled_at IS NOT NULL) <> (outstanding = 0)))
    """,
    """
    SELECT line.agency_id, 'account ' || line.account, 'is of an invoice that there is not'
    FROM money_line line LEFT JOIN money_invoice invoice
        ON invoice.agency_id = line.agency_id AND invoice.number = split_part(line.account, ':', 2)
    WHERE line.account LIKE 'receivable:%' AND invoice.id IS NULL GROUP BY 1, 2
    """,
    """
    SELECT invoice.agency_id, 'invoice ' || invoice.number,
        'says ' || refunded_satang || ' satang went back, ' || coalesce(sum(fee_satang), 0) || ' were approved'
    FROM money_invoice invoice LEFT JOIN money_instruction asked
        ON asked.invoice_id = invoice.id AND asked.kind = 'refund' AND asked.outcome = 'approved'
        AND asked.sending <> 'refused'
    GROUP BY invoice.id HAVING refunded_satang <> coalesce(sum(fee_satang), 0)
    """,
    """
    SELECT invoice.agency_id, 'invoice ' || invoice.number, 'says whether it is paid in parts, and its plans do not agree'
    FROM money_invoice invoice
    WHERE in_parts <> EXISTS (SELECT 1 FROM money_plan WHERE invoice_id = invoice.id AND ended_at IS NULL)
    """,
    """
    SELECT asked.agency_id, 'request ' || asked.id, 'was approved, and there is no entry of it'
    FROM money_instruction asked LEFT JOIN money_entry entry
        ON entry.agency_id = asked.agency_id AND entry.source = asked.kind || '/' || asked.id
    WHERE asked.outcome = 'approved' AND entry.id IS NULL
    """,
    """
    SELECT asked.agency_id, 'request ' || asked.id,
        'is ' || asked.sending || ', and ' || coalesce(-sum(line.satang), 0) || ' satang of it wait to be sent back'
    FROM money_instruction asked
    LEFT JOIN money_entry entry ON entry.agency_id = asked.agency_id AND entry.source IN (
        asked.kind || '/' || asked.id, asked.kind || '/' || asked.id || '/sent', asked.kind || '/' || asked.id || '/undone')
    LEFT JOIN money_line line ON line.entry_id = entry.id AND line.account LIKE 'payable:%'
    WHERE asked.outcome = 'approved' AND asked.kind IN ('refund', 'give_back')
    GROUP BY asked.id
    HAVING coalesce(-sum(line.satang), 0) <> CASE asked.sending WHEN 'to_send' THEN asked.fee_satang ELSE 0 END
    """,
)

# Nothing came or went but what the bank told of, cashiers took, and the head gave back.
_WHOLE: Final = (
    """
    WITH has AS (
        SELECT agency_id, sum(satang) FILTER (WHERE split_part(account, ':', 1)
            IN ('bank_clearing', 'till', 'handed_in', 'over_short', 'fees', 'allowance')
            OR account LIKE 'payable:%' AND account NOT LIKE 'payable:BACK-%') AS money,
            -sum(satang) FILTER (WHERE account LIKE 'unallocated:%' OR account LIKE 'payable:BACK-%') AS held
        FROM money_line GROUP BY 1
    ), paid AS (
        SELECT agency_id, sum(paid_satang - refunded_satang) AS net FROM money_invoice
        WHERE cancelled_at IS NULL GROUP BY 1
    )
    SELECT agency_id, 'books', coalesce(money, 0) || ' satang are in bank and tills or went to people and as fees; allocated '
        || coalesce(net, 0) || ', held and being sent back ' || coalesce(held, 0)
    FROM has FULL JOIN paid USING (agency_id)
    WHERE coalesce(money, 0) <> coalesce(net, 0) + coalesce(held, 0)
    """,
    """
    SELECT coalesce(row.agency_id, books.agency_id), 'money held ' || coalesce(row.key, books.key),
        'says ' || coalesce(row.satang, 0) || ' satang, the books say ' || coalesce(books.satang, 0)
    FROM money_holding row FULL JOIN (
        SELECT agency_id, split_part(account, ':', 2) AS key, -sum(satang) AS satang
        FROM money_line WHERE account LIKE 'unallocated:%' GROUP BY 1, 2
    ) books ON books.agency_id = row.agency_id AND books.key = row.key
    WHERE coalesce(row.satang, 0) <> coalesce(books.satang, 0)
    """,
    """
    SELECT notice.agency_id, 'notice ' || notice.outside_reference,
        CASE WHEN entry.id IS NULL THEN 'is in no books'
             ELSE 'tells of ' || notice.satang || ' satang, the books of ' || coalesce(sum(line.satang), 0) END
    FROM money_notice notice
    LEFT JOIN money_entry entry ON entry.source = 'notice/' || notice.provider || '/' || notice.outside_reference
    LEFT JOIN money_line line ON line.entry_id = entry.id AND line.account = 'bank_clearing'
    WHERE notice.result <> 'new'
    GROUP BY notice.id, entry.id HAVING coalesce(sum(line.satang), 0) <> notice.satang
    """,
    """
    SELECT kept.agency_id, kept.source,
        'is ' || kept.satang || ' satang in the books, the provider''s report says ' || coalesce(sum(said.fee_satang), 0)
    FROM (
        SELECT entry.agency_id, array_to_string((string_to_array(entry.source, '/'))[1:3], '/') AS source,
            sum(line.satang) AS satang
        FROM money_entry entry JOIN money_line line ON line.entry_id = entry.id AND line.account LIKE 'fees:%'
        GROUP BY 1, 2
    ) kept LEFT JOIN money_reportline said
        ON said.agency_id = kept.agency_id AND 'fee/' || said.provider || '/' || said.reference = kept.source
    GROUP BY 1, 2, kept.satang HAVING kept.satang <> coalesce(sum(said.fee_satang), 0)
    """,
    """
    SELECT shift.agency_id, 'shift ' || shift.number, 'has ' || coalesce(taken.satang, 0) || ' satang taken, the till '
        || coalesce(till.satang, 0)
    FROM money_shift shift
    LEFT JOIN (SELECT shift_id, sum(satang) AS satang FROM money_taking WHERE cancelled_at IS NULL GROUP BY 1) taken
        ON taken.shift_id = shift.id
    LEFT JOIN (SELECT agency_id, split_part(account, ':', 2) AS number, sum(satang) AS satang FROM money_line
        WHERE account LIKE 'till:%' GROUP BY 1, 2) till ON till.agency_id = shift.agency_id AND till.number = shift.number
    WHERE CASE WHEN shift.closed_at IS NULL THEN coalesce(taken.satang, 0) ELSE 0 END <> coalesce(till.satang, 0)
    """,
)

_RECEIPTS: Final = (
    """
    WITH numbered AS (
        SELECT agency_id, kind, split_part(number, '/', 2) AS year, ltrim(split_part(number, '/', 1), 'C')::bigint AS serial
        FROM money_receipt WHERE kind IN ('electronic', 'counter')
    ), ranges AS (
        SELECT agency_id, kind, year, min(serial) AS least, max(serial) AS most, count(DISTINCT serial) AS there
        FROM numbered GROUP BY 1, 2, 3
    )
    SELECT ranges.agency_id, 'receipts (' || kind || ') of ' || year,
        there || ' numbers from ' || least || ' to ' || most || ', the last one given was ' || coalesce(given.last, 0)
    FROM ranges LEFT JOIN kernel_sequence given ON given.agency_id = ranges.agency_id
        AND given.series = CASE kind WHEN 'counter' THEN 'receipt/counter/' ELSE 'receipt/' END || year
    WHERE least <> 1 OR there <> most OR most <> coalesce(given.last, 0)
    """,
    """
    SELECT invoice.agency_id, 'invoice ' || invoice.number,
        'has receipts for ' || coalesce(sum(receipt.satang), 0) || ' satang, and ' || paid_satang || ' were paid'
    FROM money_invoice invoice
    LEFT JOIN money_receipt receipt ON receipt.invoice_id = invoice.id AND receipt.voided_at IS NULL
    WHERE invoice.cancelled_at IS NULL
    GROUP BY invoice.id
    HAVING coalesce(sum(receipt.satang), 0) > paid_satang
        OR (settled_at IS NOT NULL AND coalesce(sum(receipt.satang), 0) <> paid_satang)
    """,
    """
    SELECT agency_id, 'receipt ' || number, 'is void without a reason, or without who said so'
    FROM money_receipt WHERE voided_at IS NOT NULL AND (void_reason = '' OR voided_by IS NULL)
    """,
    """
    SELECT taking.agency_id, 'taking of receipt ' || receipt.number, CASE
        WHEN entry.id IS NULL THEN 'is in no books'
        WHEN (taking.cancelled_at IS NULL) <> (receipt.voided_at IS NULL OR later.id IS NOT NULL)
            THEN 'and its receipt do not agree whether it was cancelled'
        ELSE 'is ' || taking.satang || ' satang, its receipt ' || receipt.satang END
    FROM money_taking taking JOIN money_receipt receipt ON receipt.id = taking.receipt_id
    JOIN money_shift shift ON shift.id = taking.shift_id
    LEFT JOIN money_receipt later ON later.replaces_id = receipt.id
    LEFT JOIN money_entry entry
        ON entry.agency_id = taking.agency_id AND entry.source = 'taking/' || shift.number || '/' || taking.key
    WHERE entry.id IS NULL OR taking.satang <> receipt.satang
        OR (taking.cancelled_at IS NULL) <> (receipt.voided_at IS NULL OR later.id IS NOT NULL)
    """,
    """
    SELECT receipt.agency_id, 'receipt ' || receipt.number, 'is of a printed book that does not have it'
    FROM money_receipt receipt LEFT JOIN money_booknumber gone ON gone.receipt_id = receipt.id
    LEFT JOIN money_receiptbook book ON book.id = gone.book_id AND gone.number BETWEEN book.first AND book.last
    WHERE receipt.kind = 'book' AND (book.id IS NULL OR receipt.number <> 'B' || book.label || '/' || gone.number)
    """,
)

_HEAD: Final = "CASE split_part(account, ':', 1) WHEN 'bank_clearing' THEN 'bank' ELSE split_part(account, ':', 1) END"
_DAYS: Final = (
    f"""
    SELECT closed.agency_id, 'day ' || closed.day, 'was closed with ' || closed.balances::text || ', the books say ' || books.sums::text
    FROM money_closedday closed CROSS JOIN LATERAL (
        SELECT coalesce(jsonb_object_agg(head, total), '{{}}') AS sums FROM (
            SELECT {_HEAD} AS head, sum(line.satang)::bigint AS total
            FROM money_line line JOIN money_entry entry ON entry.id = line.entry_id
            WHERE entry.agency_id = closed.agency_id AND entry.day <= closed.day GROUP BY 1
        ) heads
    ) books
    WHERE books.sums <> closed.balances
    """,
)

_QUESTIONS: Final[tuple[str, ...]] = (*_ENTRIES, *_INVOICES, *_WHOLE, *_RECEIPTS, *_DAYS)
