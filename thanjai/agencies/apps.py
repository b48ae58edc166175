from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "thanjai.agencies"
    label = "agencies"
    default_auto_field = "django.db.models.BigAutoField"
