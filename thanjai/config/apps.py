"""Sets up logging, and installs the plugins that the settings name, once Django is up."""

from __future__ import annotations

from django.apps import AppConfig
from django.conf import settings


class InstallationConfig(AppConfig):
    name = "thanjai.config"
    label = "config"

    def ready(self) -> None:
        from thanjai.kernel import logs
        from thanjai.plugins import identity, payments

        logs.configure()
        payments.install(settings.THANJAI_PAYMENTS)
        identity.install(settings.THANJAI_IDENTITY)
