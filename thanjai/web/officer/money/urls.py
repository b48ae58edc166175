"""Addresses of the office's money."""

from __future__ import annotations

from django.urls import path, register_converter

from thanjai.web.days import DayInAddress
from thanjai.web.officer import papers
from thanjai.web.officer.money import asked, billers, counter, invoice, keeping, reconciling, reports, statements

register_converter(DayInAddress, "day")

urlpatterns = [
    path("", papers.money_page, name="office_money"),
    path("invoices/<uuid:invoice>/", invoice.invoice_page, name="office_invoice"),
    path("counter/", counter.counter_page, name="office_counter"),
    path("counter/<uuid:invoice>/", counter.take_page, name="office_counter_take"),
    path("shifts/", counter.shifts_page, name="office_shifts"),
    path("shifts/<uuid:shift>/", counter.shift_page, name="office_shift"),
    path("asked/", asked.asked_page, name="office_money_asked"),
    path("asked/<uuid:instruction>/", asked.asked_one_page, name="office_money_asked_one"),
    path("held/", asked.held_page, name="office_held"),
    path("held/<uuid:holding>/", asked.held_one_page, name="office_held_one"),
    path("billers/", billers.billers_page, name="office_billers"),
    path("statements/", statements.statements_page, name="office_statements"),
    path("statements/<uuid:statement>/", statements.statement_page, name="office_statement"),
    path("accounts/<uuid:account>/", statements.account_page, name="office_bank_account"),
    path("receipts/<uuid:receipt>/", keeping.receipt_page, name="office_money_receipt"),
    path("receipts/<uuid:receipt>/file/", keeping.receipt_file, name="office_money_receipt_file"),
    path("report/", reports.report_page, name="office_money_report"),
    path("report/csv/", reports.report_csv, name="office_money_report_csv"),
    path("reconciling/", reconciling.reconciling_page, name="office_reconciling"),
    path("reconciling/csv/", reconciling.reconciling_csv, name="office_reconciling_csv"),
    path("reconciling/<day:day>/", reconciling.reconciling_day_page, name="office_reconciling_day"),
    path("books/", keeping.books_page, name="office_books"),
    path("days/", keeping.days_page, name="office_money_days"),
]
