from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "thanjai.privacy"
    label = "privacy"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from thanjai.privacy import jobs, reactions  # noqa: F401  (subscribes, and names its jobs)
