from django.apps import AppConfig


class MoneyConfig(AppConfig):
    name = "thanjai.money"
    label = "money"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from thanjai.money import reactions  # noqa: F401  (subscribe)
