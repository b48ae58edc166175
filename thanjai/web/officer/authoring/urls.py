"""Addresses of writing services."""

from __future__ import annotations

from django.urls import path

from thanjai.web.officer.authoring import desk, parting, preview

urlpatterns = [
    path("", desk.drafts_page, name="office_drafts"),
    path("<uuid:draft>/", desk.draft_page, name="office_draft"),
    path("<uuid:draft>/do/", desk.act, name="office_draft_act"),
    path("<uuid:draft>/changes/", desk.changes_page, name="office_draft_changes"),
    path("<uuid:draft>/manual/", preview.manual_page, name="office_draft_manual"),
    path("<uuid:draft>/form/<int:number>/", preview.form_page, name="office_draft_form"),
    path("<uuid:draft>/paper/<slug:paper>/", preview.paper_page, name="office_draft_paper"),
    path("<uuid:draft>/section/<slug:section>/", parting.part_page, name="office_draft_section"),
    path("<uuid:draft>/at/<path:where>/", parting.part_page, name="office_draft_part"),
]
