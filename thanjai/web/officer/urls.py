"""Addresses of the office."""

from __future__ import annotations

from django.urls import path

from thanjai.web.officer import (
    acting,
    asking,
    calendar,
    calendar_changing,
    casepage,
    choosing,
    counter,
    delaying,
    letters,
    overview,
    papers,
    reading,
    registers,
    wall,
    worklist,
)

urlpatterns = [
    path("", worklist.work_list, name="office"),
    path("next/", worklist.next_case, name="office_next"),
    path("cases/<uuid:case>/", casepage.case_page, name="office_case"),
    path("cases/<uuid:case>/why/", reading.why_page, name="office_case_why"),
    path("cases/<uuid:case>/act/", acting.act, name="office_case_act"),
    path("cases/<uuid:case>/paper/", counter.bring_paper, name="office_case_paper"),
    path("cases/<uuid:case>/delay/", delaying.give_reason, name="office_case_delay"),
    path("cases/<uuid:case>/files/<uuid:file>/", casepage.case_file, name="office_file"),
    path("cases/<uuid:case>/receipts/<uuid:receipt>/", casepage.case_receipt, name="office_receipt"),
    path("cases/<uuid:case>/opinions/", asking.opinions, name="office_opinions"),
    path("asked/", asking.asked, name="office_asked"),
    path("asked/<uuid:question>/", asking.asked_one, name="office_asked_one"),
    path("asked/<uuid:question>/files/<uuid:file>/", asking.asked_file, name="office_asked_file"),
    path("clock/", choosing.clock_page, name="office_clock"),
    path("wall/", wall.wall_page, name="office_wall"),
    path("wall/version/", wall.wall_version, name="office_wall_version"),
    path("absence/", choosing.absence_page, name="office_absence"),
    path("calendar/", calendar.calendar_page, name="office_calendar"),
    path("calendar/csv/", calendar.calendar_csv, name="office_calendar_csv"),
    path("calendar/change/", calendar_changing.change_page, name="office_calendar_change"),
    path("calendar/preview/", calendar_changing.preview_page, name="office_calendar_preview"),
    path("calendar/make/", calendar_changing.make_change, name="office_calendar_make"),
    path("overview/", overview.overview, name="office_overview"),
    path("services/", overview.services, name="office_services"),
    path("documents/", papers.documents_page, name="office_documents"),
    path("documents/<uuid:document>/", acting.change_document, name="office_document_act"),
    path("letters/", letters.letters_page, name="office_letters"),
    path("letters/<uuid:letter>/again/", letters.try_again, name="office_letter_again"),
    path("money/", papers.money_page, name="office_money"),
    path("registers/", registers.registers, name="office_registers"),
    path("registers/<slug:service>/<slug:register>/", registers.register, name="office_register"),
    path("registers/<slug:service>/<slug:register>/csv/", registers.register_csv, name="office_register_csv"),
]
