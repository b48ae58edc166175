from django.apps import AppConfig


class ReceivingConfig(AppConfig):
    name = "thanjai.receiving"
    label = "receiving"

    def ready(self) -> None:
        from thanjai.receiving import erasing  # noqa: F401  (subscribes)
