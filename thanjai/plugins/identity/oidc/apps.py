from django.apps import AppConfig


class OidcConfig(AppConfig):
    name = "thanjai.plugins.identity.oidc"
    label = "oidc"
