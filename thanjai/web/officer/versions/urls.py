"""Addresses of the versions of services."""

from __future__ import annotations

from django.urls import path

from thanjai.web.officer.versions import pages

urlpatterns = [
    path("<slug:service>/", pages.versions_page, name="office_versions"),
    path("<slug:service>/<int:number>/", pages.version_page, name="office_version"),
    path("<slug:service>/<int:number>/pack/", pages.version_pack, name="office_version_pack"),
    path("<slug:service>/<int:number>/bpmn/", pages.version_bpmn, name="office_version_bpmn"),
]
