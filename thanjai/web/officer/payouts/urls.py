"""Addresses of payments to people."""

from __future__ import annotations

from django.urls import path

from thanjai.web.officer.payouts import paying, people, refunds, rolls

urlpatterns = [
    path("", rolls.payouts_page, name="office_payouts"),
    path("rolls/<uuid:roll>/", rolls.roll_page, name="office_roll"),
    path("rolls/<uuid:roll>/file/<slug:format>/", rolls.roll_file, name="office_roll_file"),
    path("rolls/<uuid:roll>/list/", paying.cash_list, name="office_cash_list"),
    path("people/<uuid:payee>/letter/", paying.returned_letter, name="office_returned_letter"),
    path("refunds/", refunds.refunds_page, name="office_refunds"),
    path("people/", people.payees_page, name="office_payees"),
    path("people/import/", people.import_page, name="office_payees_import"),
    path("people/<uuid:payee>/", people.payee_page, name="office_payee"),
]
