from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "thanjai.web"
    label = "web"

    def ready(self) -> None:
        from thanjai.web.signing_in import binding, telling  # noqa: F401  (they listen)
