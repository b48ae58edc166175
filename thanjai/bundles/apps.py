from django.apps import AppConfig


class BundlesConfig(AppConfig):
    name = "thanjai.bundles"
    label = "bundles"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from thanjai.bundles import reactions  # noqa: F401  (subscribes)
