from django.apps import AppConfig


class ContactConfig(AppConfig):
    name = "thanjai.contact"
    label = "contact"

    def ready(self) -> None:
        from thanjai.contact import reactions  # noqa: F401  (subscribes)
