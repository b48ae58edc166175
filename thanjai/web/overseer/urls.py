"""Addresses of the oversight."""

from __future__ import annotations

from django.urls import path

from thanjai.web.overseer import export, inbox, looking, satisfaction

urlpatterns = [
    path("", looking.overview, name="oversight"),
    path("late/", looking.late_page, name="oversight_late"),
    path("notices/", inbox.inbox, name="oversight_notices"),
    path("notices/seen/", inbox.seen, name="oversight_seen"),
    path("notices/<uuid:notice>/", inbox.paper, name="oversight_notice"),
    path("silent/", looking.silent_page, name="oversight_silent"),
    path("refusals/", looking.refusals_page, name="oversight_refusals"),
    path("answers/", looking.answers_page, name="oversight_answers"),
    path("satisfaction/", satisfaction.satisfaction_page, name="oversight_satisfaction"),
    path("readiness/", looking.readiness_page, name="oversight_readiness"),
    path("export/<slug:what>.<slug:format>", export.export, name="oversight_export"),
]
