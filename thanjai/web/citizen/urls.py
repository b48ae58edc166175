"""Addresses of what applicants and the public see."""

from __future__ import annotations

from django.urls import path

from thanjai.web.citizen import account, apply, case, check, checking, find, manual, paying, returning, site, track

urlpatterns = [
    path("", find.home, name="home"),
    path("services/", find.services, name="services"),
    path("a/<slug:slug>/", find.agency, name="agency"),
    path("a/<slug:slug>/<slug:service>/", manual.manual, name="manual"),
    path("a/<slug:slug>/<slug:service>/start/", apply.start, name="start"),
    path("apply/<uuid:draft>/", returning.go_on, name="go_on"),
    path("apply/<uuid:draft>/check/", checking.check_answers, name="check_answers"),
    path("apply/<uuid:draft>/submit/", checking.submit, name="submit"),
    path("apply/<uuid:draft>/later/", returning.saved, name="saved"),
    path("apply/<uuid:draft>/mail/", returning.mail_link, name="mail_link"),
    path("apply/<uuid:draft>/files/<uuid:file>/", returning.draft_file, name="draft_file"),
    path("apply/<uuid:draft>/<slug:page>/", apply.form_page, name="form_page"),
    path("r/<uuid:draft>/<str:code>/", returning.resume, name="resume"),
    path("case/<uuid:case>/", case.case, name="case"),
    path("case/<uuid:case>/received/", case.received, name="received"),
    path("case/<uuid:case>/version/", case.version, name="case_version"),
    path("case/<uuid:case>/pay/", paying.pay, name="pay"),
    path("case/<uuid:case>/correct/", case.correct, name="correct"),
    path("case/<uuid:case>/withdraw/", case.withdraw, name="withdraw"),
    path("case/<uuid:case>/sent/", case.sent, name="sent"),
    path("case/<uuid:case>/files/<uuid:file>/", case.case_file, name="case_file"),
    path("case/<uuid:case>/receipts/<uuid:receipt>/", case.receipt, name="receipt"),
    path("track/", track.track, name="track"),
    path("verify/", check.verify, name="verify"),
    path("v/<str:code>/", check.document, name="document"),
    path("account/", account.account, name="account"),
    path("sign-in/", account.sign_in, name="sign_in"),
    path("sign-out/", account.sign_out, name="sign_out"),
    path("privacy/", site.privacy, name="privacy"),
]
