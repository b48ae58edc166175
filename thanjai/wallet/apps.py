from django.apps import AppConfig


class WalletConfig(AppConfig):
    name = "thanjai.wallet"
    label = "wallet"
