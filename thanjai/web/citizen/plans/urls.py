"""Addresses of life events and plans."""

from __future__ import annotations

from django.urls import path

from thanjai.web.citizen.plans import asking, result, saved, sending, tracking

urlpatterns = [
    path("together/", asking.bundles, name="bundles"),
    path("together/<slug:bundle>/", asking.bundle, name="bundle"),
    path("together/<slug:bundle>/start/", asking.start, name="plan_start"),
    path("plan/<uuid:plan>/", tracking.plan, name="plan"),
    path("plan/<uuid:plan>/ask/<slug:page>/", asking.ask, name="plan_ask"),
    path("plan/<uuid:plan>/fill/<slug:page>/", asking.fill, name="plan_fill"),
    path("plan/<uuid:plan>/needs/", result.needs, name="plan_needs"),
    path("plan/<uuid:plan>/check/", sending.check, name="plan_check"),
    path("plan/<uuid:plan>/send/", sending.send, name="plan_send"),
    path("plan/<uuid:plan>/later/", saved.saved, name="plan_saved"),
    path("plan/<uuid:plan>/mail/", saved.mail, name="plan_mail"),
    path("plan/<uuid:plan>/version/", tracking.version, name="plan_version"),
    path("plan/<uuid:plan>/files/<uuid:file>/", asking.plan_file, name="plan_file"),
    path("plan/<uuid:plan>/to/<slug:part>/", tracking.to_case, name="plan_case"),
    path("plan/<uuid:plan>/done/<slug:part>/", tracking.tick, name="plan_tick"),
    path("case/<uuid:case>/whole/", tracking.of_case, name="case_plan"),
    path("p/<uuid:plan>/<str:code>/", tracking.resume, name="plan_resume"),
]
