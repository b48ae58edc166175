from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "thanjai.kernel"
    label = "kernel"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from thanjai.kernel import upkeep  # noqa: F401  (tasks, which jobs itself cannot import)
