from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "thanjai.messaging"
    label = "messaging"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from thanjai.messaging import reactions  # noqa: F401  (subscribes)
