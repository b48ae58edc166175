"""Money without its payers: sums, numbers and entries stay, for they are the agency's accounts."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q, QuerySet

from thanjai.kernel.forgetting import forget_files
from thanjai.money.models import BankLine, Instruction, Invoice, Receipt


def forget_payers(subjects: Collection[UUID]) -> list[str]:
    """Leave out who paid for these; where the contents of printed receipts lay."""
    Invoice.objects.filter(subject__in=subjects).update(payer="", person_id=None, bearer="")
    receipts = Receipt.objects.filter(invoice__subject__in=subjects)
    ids = list(receipts.values_list("pk", flat=True))
    receipts.update(person_id=None, bearer="", payer="")
    for about in ("invoice__subject__in", "holding__invoice__subject__in"):
        Instruction.objects.filter(**{about: subjects}).update(payee="", bank="", account="", account_name="")
    _lines(subjects).update(description="", references=[])
    return forget_files(ids)


def _lines(subjects: Collection[UUID]) -> QuerySet[BankLine]:
    """Lines of bank statements that paid for these, at once or by way of money that was held."""
    held = Receipt.objects.filter(invoice__subject__in=subjects, method="held").values("reference")
    paid = Q(notice__invoice__subject__in=subjects) | Q(notice__holding__key__in=held)
    return BankLine.objects.filter(paid)


def payers_left(subjects: Collection[UUID]) -> int:
    """How many invoices and receipts for these still say who paid."""
    named = ~Q(bearer="") | Q(person_id__isnull=False)
    return (
        Invoice.objects.filter(named | ~Q(payer=""), subject__in=subjects).count()
        + Receipt.objects.filter(named | ~Q(payer=""), invoice__subject__in=subjects).count()
        + Instruction.objects.filter(
            Q(invoice__subject__in=subjects) | Q(holding__invoice__subject__in=subjects),
            ~Q(payee="") | ~Q(account=""),
        ).count()
        + _lines(subjects).exclude(description="").count()
    )
