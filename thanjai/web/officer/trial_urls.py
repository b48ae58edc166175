"""Addresses of trials, below the office's."""

from __future__ import annotations

from django.urls import path

from thanjai.web.officer import trial, trial_playing, trials

urlpatterns = [
    path("", trials.trials_page, name="office_trials"),
    path("about/<uuid:subject>/", trials.about_page, name="office_trials_about"),
    path("about/<uuid:subject>/begin/", trials.begin, name="office_trial_begin"),
    path("about/<uuid:subject>/share/", trials.share, name="office_trial_share"),
    path("about/<uuid:subject>/shake/", trials.shake, name="office_trial_shake"),
    path("links/<uuid:share>/take-back/", trials.unshare, name="office_trial_unshare"),
    path("comments/<uuid:comment>/", trials.comment, name="office_trial_comment"),
    path("shakes/<uuid:shake>/", trials.shake_page, name="office_shake"),
    path("shakes/<uuid:shake>/version/", trials.shake_version, name="office_shake_version"),
    path("shakes/<uuid:shake>/stop/", trials.shake_stop, name="office_shake_stop"),
    path("<uuid:trial>/", trial.trial_page, name="office_trial"),
    path("<uuid:trial>/applicant/", trial_playing.trial_applicant, name="office_trial_applicant"),
    path("<uuid:trial>/officer/", trial_playing.trial_officer, name="office_trial_officer"),
    path("<uuid:trial>/papers/<str:step>/", trial.trial_paper, name="office_trial_paper"),
    path("<uuid:trial>/files/<uuid:file>/", trial.trial_file, name="office_trial_file"),
]
