"""Installs the plugins that the settings name, once Django is up."""

from __future__ import annotations

from django.apps import AppConfig
from django.conf import settings


class InstallationConfig(AppConfig):
    name = "thanjai.config"
    label = "config"

    def ready(self) -> None:
        from thanjai.plugins import payments

        payments.install(settings.THANJAI_PAYMENTS)
