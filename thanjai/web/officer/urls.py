"""Addresses of the office."""

from __future__ import annotations

from django.urls import path

from thanjai.web.officer import acting, casepage, worklist

urlpatterns = [
    path("", worklist.work_list, name="office"),
    path("next/", worklist.next_case, name="office_next"),
    path("cases/<uuid:case>/", casepage.case_page, name="office_case"),
    path("cases/<uuid:case>/act/", acting.act, name="office_case_act"),
    path("cases/<uuid:case>/files/<uuid:file>/", casepage.case_file, name="office_file"),
    path("cases/<uuid:case>/receipts/<uuid:receipt>/", casepage.case_receipt, name="office_receipt"),
    path("documents/<uuid:document>/", acting.change_document, name="office_document_act"),
]
