from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "thanjai.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from thanjai.cases import apart, reactions, recounts, refused_files  # noqa: F401  (subscribe)
