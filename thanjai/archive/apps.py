from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    name = "thanjai.archive"
    label = "archive"
