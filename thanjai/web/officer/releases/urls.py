"""Addresses of reviewing and publishing services."""

from __future__ import annotations

from django.urls import path

from thanjai.web.officer.releases import bringing, handing_in, reviewing

urlpatterns = [
    path("", handing_in.releases_page, name="office_releases"),
    path("bring/", bringing.bring_page, name="office_bring_pack"),
    path("drafts/<uuid:draft>/", handing_in.hand_in_page, name="office_hand_in"),
    path("drafts/<uuid:draft>/current/", bringing.current_page, name="office_bring_current"),
    path("drafts/<uuid:draft>/steps/", bringing.steps_page, name="office_bring_steps"),
    path("<uuid:review>/", reviewing.review_page, name="office_release"),
]
