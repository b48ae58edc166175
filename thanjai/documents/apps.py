from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "thanjai.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from thanjai.documents import erasing, reactions  # noqa: F401  (subscribes)
