from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "thanjai.feedback"
    label = "feedback"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from thanjai.feedback import reactions  # noqa: F401  (subscribes)
