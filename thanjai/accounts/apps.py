from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "thanjai.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
