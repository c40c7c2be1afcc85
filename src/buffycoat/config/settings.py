"""Django's settings. What an installation may choose comes from its environment; the rest is fixed."""

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.functional import SimpleLazyObject

from buffycoat.config import environment

PACKAGE = Path(__file__).parents[1]
DEBUG = environment.flag("BUFFYCOAT_DEBUG")
DEMO = environment.flag(
    "BUFFYCOAT_DEMO"
)  # set by `buffycoat demo`: invented patients, plain http on loopback
# Lazy, so that a command which signs nothing (makemigrations) does not make a key.
SECRET_KEY = SimpleLazyObject(environment.secret_key)
DATABASES = {"default": environment.database()}
ALLOWED_HOSTS = os.environ.get("BUFFYCOAT_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
ROOT_URLCONF = "buffycoat.config.urls"
WSGI_APPLICATION = "buffycoat.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The practice.
PRACTICE = os.environ.get("BUFFYCOAT_PRACTICE", "Spine practice")
PHONE = os.environ.get("BUFFYCOAT_PHONE", "555-0100")  # on call, shown to patients
EMERGENCY = os.environ.get("BUFFYCOAT_EMERGENCY", "911")
CRISIS = os.environ.get("BUFFYCOAT_CRISIS", "988")  # the line for thoughts of suicide
PAPER = environment.paper()  # of the documents
TODAY = os.environ.get("BUFFYCOAT_TODAY", "")  # demo and tests only; store.clock reads it
TIME_ZONE = os.environ.get("BUFFYCOAT_TIME_ZONE", "America/New_York")
USE_TZ = True
IMPORT_READER = "buffycoat.config.reading.read_file"
DOSE_READER = "buffycoat.config.reading.read_dose"
# The image archive, and who asks it; without an address no page speaks of one.
ARCHIVE = environment.archive()
IMAGING = "buffycoat.interop.dicom.imaging.Imaging"
# Messages to patients: by which server, from whom, with links to where.
_MAIL = environment.mail()
EMAIL_HOST, EMAIL_PORT = _MAIL["host"], _MAIL["port"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL["user"], _MAIL["password"]
EMAIL_USE_TLS, EMAIL_USE_SSL = _MAIL["starttls"], _MAIL["tls"]
EMAIL_TIMEOUT = 20  # seconds
MAIL_FROM = _MAIL["sender"]
SITE = environment.site()
SMS = environment.sms()
OUTBOX = environment.home()  # where the one sender keeps its lock and journal
REGISTRY = environment.registry()  # its folder, this site's name, and a folder of other sites' extracts
# The EHRs that may call, and their public keys; None answers no call, except in the demo.
CDS_TRUST = environment.cds_trust()
LANGUAGE_CODE = "en-us"
LANGUAGES = [("en", "English"), ("es", "Español")]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "buffycoat.store",
    "buffycoat.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "buffycoat.config.systems.SystemsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "buffycoat.config.second_factor.SecondFactorMiddleware",
]
_CONTEXT = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
]
if DEMO:
    _CONTEXT.append("buffycoat.config.demo_hints.hints")
TEMPLATES = [
    {  # our pages
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "buffycoat.web.jinja.environment",
            "context_processors": _CONTEXT,
            "trim_blocks": True,
            "lstrip_blocks": True,
        },
    },
    {  # allauth's pages, and our words and frame for them
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "allauth"],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": _CONTEXT},
    },
]

# Accounts: staff only, made by the practice. No sign-up, and no reset by e-mail.
AUTH_USER_MODEL = "store.Staff"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "buffycoat.config.accounts.StaffAccounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True  # accounts here have a username, and mostly no e-mail address
MFA_TOTP_ISSUER = PRACTICE
MFA_TOTP_TOLERANCE = 1  # a code of the half minute before or after counts: telephones' clocks differ
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

# Between browser and server.
SECURE = not (DEBUG or DEMO)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_AGE = 8 * 3600  # a long shift; then everybody signs in again
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "buffycoat.web.views.failed.not_sent"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if environment.flag("BUFFYCOAT_TLS_PROXY"):  # only behind a proxy that sets this header itself
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # the second factor's QR code is a data address
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True  # serves from the packages: a practice has no collectstatic to forget

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
