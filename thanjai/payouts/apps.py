from django.apps import AppConfig


class PayoutsConfig(AppConfig):
    name = "thanjai.payouts"
    label = "payouts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from thanjai.payouts import erasing, reactions  # noqa: F401  (subscribes)
