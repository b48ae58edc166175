from django.apps import AppConfig


class ShowingConfig(AppConfig):
    name = "thanjai.showing"
    label = "showing"
    default_auto_field = "django.db.models.BigAutoField"
