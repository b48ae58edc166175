from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "thanjai.oversight"
    label = "oversight"
