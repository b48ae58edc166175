"""Addresses of signing in and of one's keys. Names that are not ours are those by which allauth asks for them."""

from __future__ import annotations

from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from django.urls import path
from django.views.generic import RedirectView

from thanjai.web.signing_in import desks, keeping, views
from thanjai.web.signing_in.keeping import confirmed_first

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-in/", views.sign_in, name="account_login"),
    path("sign-in/code/", views.AskForCode.as_view(), name="account_request_login_code"),
    path("sign-in/code/enter/", views.EnterCode.as_view(), name="account_confirm_login_code"),
    path("sign-in/new/", views.new_account, name="account_signup"),
    path("sign-in/second/", confirmed_first(factors.authenticate), name="mfa_authenticate"),
    path("sign-in/passkey/", views.EnterByPasskey.as_view(), name="mfa_login_webauthn"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("account/security/", keeping.Keys.as_view(), name="mfa_index"),
    path("account/security/app/", confirmed_first(app.activate_totp), name="mfa_activate_totp"),
    path("account/security/app/remove/", confirmed_first(app.deactivate_totp), name="mfa_deactivate_totp"),
    path("account/security/passkeys/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_list_webauthn"),
    path("account/security/passkeys/add/", confirmed_first(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path(
        "account/security/passkeys/<int:pk>/remove/",
        confirmed_first(passkeys.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
    path("account/security/codes/", confirmed_first(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "account/security/codes/new/",
        confirmed_first(recovery.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path("account/security/confirm/", confirmed_first(keeping.Confirm.as_view()), name="mfa_reauthenticate"),
    path(
        "account/security/confirm/passkey/",
        keeping.ConfirmByPasskey.as_view(),
        name="mfa_reauthenticate_webauthn",
    ),
    path("account/agency/", desks.choose_desk, name="choose_desk"),
    path("account/sessions/", keeping.Sessions.as_view(), name="usersessions_list"),
]
