"""Invoices, payments, receipts and the double-entry ledger, in satang. Knows no cases: a charge has an opaque subject."""
