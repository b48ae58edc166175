from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "thanjai.audit"
    label = "audit"

    def ready(self) -> None:
        from thanjai.audit import watching  # noqa: F401  (subscribes)
