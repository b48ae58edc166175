from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "thanjai.web"
    label = "web"
