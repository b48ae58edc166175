"""Settings. Everything that differs between installations comes from the environment."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from thanjai.config import gateway, sign_in
from thanjai.config.environment import address, is_near, one_of, secret, several, switch
from thanjai.kernel.logs import never_show
from thanjai.kernel.once import keep_once

ROOT = Path(__file__).resolve().parent.parent.parent
VAR = Path(os.environ.get("THANJAI_VAR", ROOT / "var"))

DEMO = os.environ.get("THANJAI_DEMO", "") == "1"
DEBUG = False
BENCH = os.environ.get("THANJAI_BENCH", "") == "1"
BASE_URL = os.environ.get("THANJAI_BASE_URL", "http://localhost:8000").rstrip("/")


def _secret() -> str:
    """From the environment; else made once and kept under `var`, readable by us alone."""
    if given := secret("THANJAI_SECRET_KEY"):
        return given
    path = VAR / "secret-key"
    keep_once(path, os.urandom(32).hex().encode())
    never_show(path.read_text())
    return path.read_text()


AS_OWNER = os.environ.get("THANJAI_AS_OWNER") == "1"
_PAGE_PATIENCE = "-c statement_timeout=60s"
"""Where pages are served a statement that hangs is ended, and keeps no thread."""
_PATIENCE = "-c lock_timeout=10s"
"""A migration that cannot have its lock soon gives up, rather than let everybody queue behind it."""


def _database(url: str) -> dict[str, object]:
    """A libpq URL as Django wants it. `host` in the query is a Unix socket's folder; what else it says is libpq's."""
    parts = urlsplit(url)
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    host, port = query.pop("host", parts.hostname or ""), query.pop("port", parts.port or "")
    return {
        "ENGINE": "thanjai.kernel.postgres",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(port),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": True,
        "DISABLE_SERVER_SIDE_CURSORS": False,
        "OPTIONS": {
            "server_side_binding": True,
            "prepare_threshold": 3,
            **query,
            **(
                {"options": _PATIENCE}
                if AS_OWNER
                else {"options": _PAGE_PATIENCE}
                if "THANJAI_SERVES_PAGES" in os.environ
                else {}
            ),
        },
    }


def _database_url() -> str:
    """The application's role, which owns nothing; the owner's only where tables are made."""
    if AS_OWNER:
        return address("THANJAI_OWNER_DATABASE_URL", "postgresql:///thanjai")
    return address("DATABASE_URL", "postgresql:///thanjai")


SECRET_KEY = _secret()
ALLOWED_HOSTS = os.environ.get("THANJAI_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
DATABASES = {"default": _database(_database_url())}

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.mfa",
    "allauth.usersessions",
    "thanjai.plugins.identity.oidc",
    "thanjai.kernel.apps.KernelConfig",
    "thanjai.accounts.apps.AccountsConfig",
    "thanjai.agencies.apps.AgenciesConfig",
    "thanjai.catalogue.apps.CatalogueConfig",
    "thanjai.money.apps.MoneyConfig",
    "thanjai.messaging.apps.MessagingConfig",
    "thanjai.mandates.apps.MandatesConfig",
    "thanjai.cases.apps.CasesConfig",
    "thanjai.documents.apps.DocumentsConfig",
    "thanjai.receiving.apps.ReceivingConfig",
    "thanjai.wallet.apps.WalletConfig",
    "thanjai.archive.apps.ArchiveConfig",
    "thanjai.payouts.apps.PayoutsConfig",
    "thanjai.oversight.apps.OversightConfig",
    "thanjai.audit.apps.AuditConfig",
    "thanjai.privacy.apps.PrivacyConfig",
    "thanjai.batches.apps.BatchesConfig",
    "thanjai.intake.apps.IntakeConfig",
    "thanjai.authoring.apps.AuthoringConfig",
    "thanjai.publishing.apps.PublishingConfig",
    "thanjai.trials.apps.TrialsConfig",
    "thanjai.bundles.apps.BundlesConfig",
    "thanjai.showing.apps.ShowingConfig",
    "thanjai.contact.apps.ContactConfig",
    "thanjai.feedback.apps.FeedbackConfig",
    "thanjai.web.apps.WebConfig",
    "thanjai.config.apps.InstallationConfig",
]

MIDDLEWARE = [
    "thanjai.web.middleware.RequestMiddleware",
    "thanjai.web.middleware.SecurityHeadersMiddleware",
    "thanjai.web.found.FoundMiddleware",
    "thanjai.api.middleware.ApiMiddleware",
    "thanjai.web.hosts.HostsMiddleware",
    "thanjai.web.gate.GateMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "thanjai.web.middleware.StrayMiddleware",
    "thanjai.web.middleware.ActorMiddleware",
    "thanjai.web.middleware.LimitMiddleware",
]

ROOT_URLCONF = "thanjai.config.urls"
WSGI_APPLICATION = "thanjai.config.wsgi.application"
APPEND_SLASH = True
API_PATH = "/api/"
"""Below it programs are answered: in JSON, without sessions, and always as the public."""

TEMPLATES = [
    {
        "BACKEND": "thanjai.web.templating.Templates",
        "DIRS": [ROOT / "thanjai" / "web" / "templates"],
        "OPTIONS": {"environment": "thanjai.web.templating.environment", "auto_reload": DEBUG},
    },
]

LANGUAGE_CODE = "th"
LANGUAGES = [("th", "ไทย"), ("en", "English")]
LOCALE_PATHS = [ROOT / "thanjai" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Bangkok"

STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "build" / "static"
STATICFILES_DIRS = [("", ROOT / "thanjai" / "web" / "static")]
WHITENOISE_MAX_AGE = 31_536_000
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

SESSION_COOKIE_AGE = 24 * 3600
SESSION_COOKIE_HTTPONLY = True
IS_SECURE = BASE_URL.startswith("https:")
SESSION_COOKIE_SECURE = IS_SECURE
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = IS_SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "thanjai.web.errors.forged"
LANGUAGE_COOKIE_SECURE = IS_SECURE
if IS_SECURE:
    # A browser takes a cookie of this name from our own host over https only, so none can be slipped in.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LANGUAGE_COOKIE_NAME = "__Host-session", "__Host-csrf", "__Host-language"
DATA_UPLOAD_MAX_MEMORY_SIZE = 30 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "sign_in"
CACHES = {
    "default": {
        "BACKEND": "thanjai.kernel.json_cache.JsonCache",
        "LOCATION": "accounts_cache",
    }
}
"""Tries counted and codes used up, in one place for all processes."""

ACCOUNT_ADAPTER = "thanjai.web.signing_in.adapters.Accounts"
ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_FORMS = {"request_login_code": "thanjai.web.signing_in.forms.AddressForm"}
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_RATE_LIMITS = {"request_login_code": "20/m/ip,5/h/key"}
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
MFA_ADAPTER = "thanjai.web.signing_in.adapters.Factors"
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Thanjai"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_USER_VERIFICATION = "required"
SOCIALACCOUNT_ADAPTER = "thanjai.web.signing_in.adapters.Providers"
SOCIALACCOUNT_EMAIL_REQUIRED = False
SOCIALACCOUNT_PROVIDERS = {"oidc": {"APPS": sign_in.oidc_apps(os.environ)}}
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
THANJAI_FORMS_LEAD_TO = sign_in.origins(SOCIALACCOUNT_PROVIDERS["oidc"]["APPS"])

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "2525"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = secret("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = switch("EMAIL_USE_TLS", default=not is_near(EMAIL_HOST))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("THANJAI_MAIL_FROM", "Thanjai <no-reply@thanjai.localhost>")

THANJAI_FILES = VAR / "files"
THANJAI_MADE = VAR / "made"
"""What can be made again from what is there: manuals and pictures of services. No backup needs it."""
THANJAI_ENCRYPT_FILES = switch("THANJAI_ENCRYPT_FILES")
THANJAI_BUCKET: dict[str, str] = {}
"""An S3-compatible bucket for the contents of files; without one they lie in the folder."""
if os.environ.get("THANJAI_BUCKET"):
    THANJAI_BUCKET = {
        "bucket": os.environ["THANJAI_BUCKET"],
        "endpoint": os.environ.get("THANJAI_BUCKET_ENDPOINT", "https://s3.amazonaws.com"),
        "region": os.environ.get("THANJAI_BUCKET_REGION", ""),
        "key_id": secret("THANJAI_BUCKET_KEY_ID"),
        "secret": secret("THANJAI_BUCKET_SECRET"),
    }
THANJAI_SCANNER = os.environ.get("THANJAI_SCANNER", "none" if DEMO else "")
"""`unix:PATH` or `tcp:HOST:PORT` of clamd; `none` where it was decided to have none. Nothing passes when it is empty."""
THANJAI_SCANNER_ABSENT = one_of("THANJAI_SCANNER_ABSENT", ("wait", "refuse"), "wait")
"""What happens to a file while the scanner does not answer: it waits, read by nobody, or is not taken."""
THANJAI_PRIVATE_HOSTS = [*several("THANJAI_PRIVATE_HOSTS"), *gateway.private_hosts()]
"""Hosts on private addresses, with their ports, that calls from here may go to: `erp.example.go.th:8443`."""
THANJAI_PROXIES = several("THANJAI_PROXIES")
"""Networks of the proxies in front of us, whose X-Forwarded-For is believed."""
if THANJAI_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
THANJAI_METRICS_TOKEN = secret("THANJAI_METRICS_TOKEN")
"""Whoever measures us shows it as `Authorization: Bearer …`; without one, only a demonstration is measured."""
THANJAI_SECURITY_CONTACT = os.environ.get("THANJAI_SECURITY_CONTACT", "")
"""Where whoever finds a weakness can write: `mailto:` or `https:`, shown in /.well-known/security.txt."""
THANJAI_KEYS = VAR / "keys"
THANJAI_SIGNATORIES = os.environ.get("THANJAI_SIGNATORIES", "")
"""The file that says who signs papers for which agency: see thanjai.kernel.signatories."""
THANJAI_OPERATOR = os.environ.get("THANJAI_OPERATOR", "")
"""The e-mail address of whoever runs the installation: told before certificates end."""
THANJAI_CHECKPOINTS = Path(os.environ.get("THANJAI_CHECKPOINTS", VAR / "checkpoints"))
THANJAI_CHECKPOINTS_TO = os.environ.get("THANJAI_CHECKPOINTS_TO", "")
THANJAI_SEALING_KEYS = os.environ.get("THANJAI_SEALING_KEYS", "")
THANJAI_SEALING_KEYS_FILE = os.environ.get("THANJAI_SEALING_KEYS_FILE", THANJAI_KEYS / "sealing")
THANJAI_BACKUP_RECIPIENTS = os.environ.get("THANJAI_BACKUP_RECIPIENTS", "").replace(",", " ").split()
THANJAI_BANK_URL = os.environ.get("THANJAI_BANK_URL", "http://localhost:8010")
THANJAI_BANK_SECRET = secret("THANJAI_BANK_SECRET", "demo-bank-secret")
THANJAI_PAYMENTS: dict[str, dict[str, str]] = gateway.bank(THANJAI_BANK_SECRET) | gateway.opn(secret)
THANJAI_IDENTITY: dict[str, dict[str, str]] = {"demo": {}} if DEMO else {}
THANJAI_SESSION_LIMITS = sign_in.session_limits(os.environ)
THANJAI_DEMO_TWO_FACTORS = os.environ.get("THANJAI_DEMO_TWO_FACTORS", "") == "1"
THANJAI_PAYMENT_PROVIDER = "demo-bank"
THANJAI_FONTS = ROOT / "node_modules" / "@expo-google-fonts" / "sarabun"
THANJAI_PACKS = ROOT / "packs"

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_ON_APP_READY = None

LOGGING_CONFIG = None
SILENCED_SYSTEM_CHECKS: list[str] = []
