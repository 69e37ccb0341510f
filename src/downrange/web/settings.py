"""What the pages add to Django's settings: sessions, safety headers, languages, static files.

The constants hold for every way of starting; :func:`more` gives them with what hangs on the address under
which the pages are served. mypy's plug-in reads this module.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.utils.csp import CSP

from downrange.errors import InputError, Problem, Where
from downrange.registry import settings as registry
from downrange.registry.address import DEFAULT_URL, database_from_url

__all__ = ["more", "state_folder", "static_headers"]


def static_headers(headers: Any, path: str, url: str) -> None:
    """Give static files the right type and the same safety headers as pages; for WhiteNoise."""
    del url
    if path.endswith(".mjs"):
        headers["Content-Type"] = 'text/javascript; charset="utf-8"'
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["X-Content-Type-Options"] = "nosniff"


HERE = Path(__file__).resolve().parent

DATABASES = registry.DATABASES
SECRET_KEY = registry.SECRET_KEY
AUTH_USER_MODEL = registry.AUTH_USER_MODEL
DEFAULT_AUTO_FIELD = registry.DEFAULT_AUTO_FIELD
USE_TZ = registry.USE_TZ
TIME_ZONE = registry.TIME_ZONE
USE_I18N = registry.USE_I18N

INSTALLED_APPS = [
    *registry.INSTALLED_APPS,
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "downrange.web",
]
MIDDLEWARE = [
    "downrange.web.middleware.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "downrange.web.middleware.SafetyHeaders",
    "downrange.web.middleware.BodyLimit",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "downrange.web.middleware.RateLimit",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "downrange.web.middleware.Refusals",
]
ROOT_URLCONF = "downrange.web.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "downrange.web.navigation.context",
            ],
            "string_if_invalid": "",
            "builtins": ["django.templatetags.i18n", "downrange.web.templatetags.downrange"],
        },
    }
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ru", "Русский"), ("kk", "Қазақша")]
LOCALE_PATHS = [str(HERE / "locale")]
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"

STATIC_URL = "/static/"
WHITENOISE_ADD_HEADERS_FUNCTION = static_headers
STATIC_ROOT: str | None = None
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "downrange.web.assets.ReportStyle",
]

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "downrange.web.access.csrf_failure"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "downrange.web.passwords.AtMost", "OPTIONS": {"most": 128}},
]
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600

SECURE_CSP: Mapping[str, list[str]] = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "worker-src": [CSP.SELF, "blob:"],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "object-src": [CSP.NONE],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

LOGGING: Mapping[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "downrange.web.logs.Lines"}},
    "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "json"}},
    "loggers": {
        "downrange": {"handlers": ["lines"], "level": "INFO", "propagate": False},
        "django": {"handlers": ["lines"], "level": "WARNING", "propagate": False},
        "gunicorn": {"handlers": ["lines"], "level": "INFO", "propagate": False},
    },
}
DOWNRANGE_PUBLIC_URL = ""
DOWNRANGE_REQUESTS_PER_MINUTE = 600
DOWNRANGE_LARGEST_BODY = 8 * 1024 * 1024
"""Bytes of the largest request: a paper as a file, with the form around it."""


def state_folder(url: str | None) -> Path:
    """Name the folder where a server keeps its key and its prepared static files.

    ``DOWNRANGE_STATE``, else ``.downrange`` beside the SQLite file, else in the working directory.
    """
    if given := os.environ.get("DOWNRANGE_STATE"):
        return Path(given).absolute()
    entry = database_from_url(url or os.environ.get("DOWNRANGE_DATABASE_URL", DEFAULT_URL))
    file = entry["ENGINE"].endswith("sqlite3") and entry["NAME"] != ":memory:"
    return (Path(entry["NAME"]).parent if file else Path.cwd()) / ".downrange"


def more(
    url: str | None = None,
    *,
    debug: bool = False,
    public: str | None = None,
    static_root: Path | None = None,
    secret: str | None = None,
) -> dict[str, Any]:
    """Give the settings to hand to :func:`downrange.registry.database.configure`.

    Parameters
    ----------
    url : str, optional
        The database, as ``configure`` takes it; unused but for being read once, so that a wrong one is said.
    debug : bool
        For tests: static files straight from the package, cookies over plain HTTP.
    public : str, optional
        The address people use, such as ``https://registry.example``, where a proxy with TLS stands in front;
        cookies are then only sent over TLS, and the proxy's word on the scheme is believed.
    static_root : Path, optional
        Where hashed static files are prepared; without it they come straight from the package.
    secret : str, optional
        The key that signs sessions; by default that of the registry's settings.

    Raises
    ------
    InputError
        If the public address is none.
    """
    if url is not None:
        database_from_url(url)
    values = {name: value for name, value in globals().items() if name.isupper() and name != "HERE"}
    for name in ("DATABASES", "DEFAULT_URL"):
        values.pop(name, None)
    values |= {"DEBUG": False, "ALLOWED_HOSTS": ["localhost", "127.0.0.1", "[::1]", "testserver"]}
    backend = "django.contrib.staticfiles.storage.StaticFilesStorage"
    if static_root is not None and not debug:
        values["STATIC_ROOT"] = str(static_root)
        backend = "whitenoise.storage.CompressedManifestStaticFilesStorage"
    else:
        values |= {"WHITENOISE_USE_FINDERS": True, "WHITENOISE_AUTOREFRESH": False}
    values["STORAGES"] = {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": backend},
    }
    if secret is not None:
        values["SECRET_KEY"] = secret
    if public:
        values |= _behind(public)
    return values


def _behind(public: str) -> dict[str, Any]:
    """Give what changes behind a proxy: the host's name, and with TLS the cookies and HSTS."""
    parts = urlsplit(public)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        problem = Problem(
            Where("command line", "--public-url"), "no address", value=public, expected="https://host"
        )
        raise InputError(problem)
    values: dict[str, Any] = {
        "DOWNRANGE_PUBLIC_URL": f"{parts.scheme}://{parts.netloc}",
        "ALLOWED_HOSTS": [parts.hostname, "localhost", "127.0.0.1", "[::1]"],
        "CSRF_TRUSTED_ORIGINS": [f"{parts.scheme}://{parts.netloc}"],
    }
    if parts.scheme == "https":
        values |= {
            "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"),
            "SECURE_SSL_REDIRECT": True,
            "SECURE_REDIRECT_EXEMPT": [r"^health$"],
            "SECURE_HSTS_SECONDS": 365 * 24 * 3600,
            "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
            "SECURE_HSTS_PRELOAD": True,
            "SESSION_COOKIE_SECURE": True,
            "CSRF_COOKIE_SECURE": True,
            "LANGUAGE_COOKIE_SECURE": True,
            "SESSION_COOKIE_NAME": "__Host-session",
            "CSRF_COOKIE_NAME": "__Host-csrf",
        }
    return values
