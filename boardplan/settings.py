"""Settings, all read from the environment; README.md has the table.

With DEBUG=1 nothing else is needed. Without it, a missing setting stops the start with a
sentence that says how to mend it.
"""

import hashlib
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from . import env, oidc

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))

DEBUG = env.flag("DEBUG")

# Only a development start may do without a key of its own: a fixed one there keeps people signed
# in over restarts, and is useless to anybody because DEBUG never serves the public.
SECRET_KEY = env.text(
    "SECRET_KEY",
    hashlib.sha256(str(BASE_DIR).encode()).hexdigest() if DEBUG else None,
)
if not DEBUG and len(SECRET_KEY) < 50:
    raise ImproperlyConfigured(
        "SECRET_KEY is too short. Use at least 50 random characters, for example from: "
        "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
    )
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"] if DEBUG else [])
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS is not set. Name the address people use, for example plan.example.gov.uk"
    )
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
SITE_URL = env.text(
    "SITE_URL", f"https://{ALLOWED_HOSTS[0]}" if not DEBUG else "http://127.0.0.1:8000"
)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "boardplan",
    "subgroups",
    "actions",
    "reports",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.mfa",
    "crispy_forms",
    "django_filters",
    "csp",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "boardplan.middleware.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "boardplan.middleware.BodyLimitMiddleware",
    "boardplan.middleware.LinkMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "boardplan.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "boardplan.middleware.PagePolicyMiddleware",
    "boardplan.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "boardplan.urls"
WSGI_APPLICATION = "boardplan.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "subgroups.context_processors.board",
            ],
            "builtins": ["boardplan.templatetags.boardplan"],
        },
    }
]

# SQLite is the embedded default; a board that lives from it runs PostgreSQL.
DATABASES = {
    "default": dj_database_url.parse(
        env.text("DATABASE_URL", f"sqlite:///{VAR_DIR / 'boardplan.sqlite3'}"),
        conn_max_age=env.number("DATABASE_CONN_MAX_AGE", 60),
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A write takes its lock at once, so two writers queue instead of failing half-way.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
            "PRAGMA cache_size=-20000;"
        ),
    }
    VAR_DIR.mkdir(parents=True, exist_ok=True)
elif env.flag("DATABASE_PREPARED", True):
    # The server plans a statement once a connection: planning took most of the database's time.
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        server_side_binding=True, prepare_threshold=5
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Shared by all workers, so that sign-in limits count across them.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "boardplan_cache",
    }
}

# Work that takes longer than a reader should wait; `manage.py db_worker` does it.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "subgroups.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "subgroups.accounts.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "subgroups.accounts.SocialAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_FORMS = {
    "reset_password_from_key": "subgroups.forms.passwords.ChooseAfterReset",
    "change_password": "subgroups.forms.passwords.ChangePassword",
}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation reaches only its own address
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_CHANGE_EMAIL = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/h/key",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXIES", 0)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Boardplan"
MFA_TOTP_TOLERANCE = 1  # steps: who types while a code changes is let in (RFC 6238, 5.2)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG

# An organisation's own sign-in, on only where its server is named.
OIDC_SERVER_URL = env.text("OIDC_SERVER_URL", "")
OIDC_EMAIL_DOMAINS = [domain.lower() for domain in env.words("OIDC_EMAIL_DOMAINS")]
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_STORE_TOKENS = False
if OIDC_SERVER_URL:
    INSTALLED_APPS.append("allauth.socialaccount.providers.openid_connect")
    SOCIALACCOUNT_PROVIDERS = oidc.provider_settings(
        server_url=OIDC_SERVER_URL,
        client_id=env.text("OIDC_CLIENT_ID"),
        secret=env.text("OIDC_CLIENT_SECRET"),
        name=env.text("OIDC_NAME", "Microsoft"),
        domains=OIDC_EMAIL_DOMAINS,
    )

SESSION_COOKIE_AGE = 60 * 60 * 24 * env.number("SESSION_DAYS", 14, minimum=1)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
if not DEBUG:
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = env.number("HSTS_SECONDS", 31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env.flag("HSTS_SUBDOMAINS", True)
    SECURE_HSTS_PRELOAD = env.flag("HSTS_PRELOAD", True)
    SECURE_SSL_REDIRECT = env.flag("HTTPS_REDIRECT", True)
    if env.flag("BEHIND_PROXY"):
        # Only with a proxy that sets this header itself: see README.md.
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

if OIDC_SERVER_URL:
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"].append(
        oidc.sign_in_origin(OIDC_SERVER_URL)
    )

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True
DATE_INPUT_FORMATS = [
    "%Y-%m-%d",
    "%d/%m/%Y",
    "%d/%m/%y",
    "%d %m %Y",
    "%d.%m.%Y",
    "%d.%m.%y",
    "%d %B %Y",
    "%d %b %Y",
]
FORMAT_MODULE_PATH = ["boardplan.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(BASE_DIR / "staticfiles")))
# Only what is served: the sources beside it are what `npm run build` reads.
STATICFILES_DIRS = [(name, BASE_DIR / "static" / name) for name in ("build", "img")]
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG
if DEBUG:
    _STATICFILES = "django.contrib.staticfiles.storage.StaticFilesStorage"
else:
    _STATICFILES = "boardplan.storage.StaticStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _STATICFILES},
}
MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = "/media/"  # never served by address: views hand files out after their own check

CRISPY_ALLOWED_TEMPLATE_PACKS = "govuk"
CRISPY_TEMPLATE_PACK = "govuk"
CRISPY_FAIL_SILENTLY = not DEBUG

EMAIL_HOST = env.text("EMAIL_HOST", "")
EMAIL_PORT = env.number("EMAIL_PORT", 587, minimum=1, maximum=65535)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", True)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Boardplan <boardplan@localhost>")
if EMAIL_HOST:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
elif DEBUG:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
else:
    raise ImproperlyConfigured(
        "EMAIL_HOST is not set. Invitations and password resets go by e-mail: name the mail server."
    )

# Limits, in bytes or characters, so that one request can never exhaust the machine.
DATA_UPLOAD_MAX_MEMORY_SIZE = env.number("MAX_REQUEST_BYTES", 5_000_000, minimum=100_000)
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = env.number("MAX_FORM_FIELDS", 5_000, minimum=100)
MAX_LOGO_BYTES = env.number("MAX_LOGO_BYTES", 500_000, minimum=1_000)
MAX_PICTURE_BYTES = env.number("MAX_PICTURE_BYTES", 4_500_000, minimum=10_000)
MAX_TEXT_LENGTH = env.number("MAX_TEXT_LENGTH", 10_000, minimum=1_000)
# How long the words of a file are kept while it waits to be checked and confirmed.
IMPORT_DAYS = env.number("IMPORT_DAYS", 14, minimum=1)
# Of a plan that is brought in. Three hundred actions in Word are 200 KB, unpacked 2 MB.
MAX_IMPORT_BYTES = env.number("MAX_IMPORT_BYTES", 10_000_000, minimum=100_000)
MAX_IMPORT_UNPACKED_BYTES = env.number("MAX_IMPORT_UNPACKED_BYTES", 60_000_000, minimum=1_000_000)
MAX_IMPORT_ROWS = env.number("MAX_IMPORT_ROWS", 5_000, minimum=100)
MAX_IMPORT_CELLS = env.number("MAX_IMPORT_CELLS", 200_000, minimum=1_000)
MAX_IMPORT_SECONDS = env.number("MAX_IMPORT_SECONDS", 20, minimum=1)
INVITATION_DAYS = env.number("INVITATION_DAYS", 14, minimum=1)
# What agencies send for the annual report by their links.
MAX_ATTACHMENT_BYTES = env.number("MAX_ATTACHMENT_BYTES", 4_500_000, minimum=10_000)
CONTRIBUTION_LINK_WEEKS = env.number("CONTRIBUTION_LINK_WEEKS", 4, minimum=1)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO").upper()},
    "loggers": {
        # Their INFO lines are a page each; what matters comes as warnings.
        "fontTools": {"level": "WARNING"},
        "weasyprint.progress": {"level": "WARNING"},
    },
}
