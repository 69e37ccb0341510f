"""Django's settings, without pages: the command line, scripts and tests need no more than these.

The pages add their own applications and middleware through :func:`downrange.registry.database.configure`.
The database is a file in the working directory unless ``DOWNRANGE_DATABASE_URL`` names another.
"""

from __future__ import annotations

import os
import secrets

from downrange.registry.address import DEFAULT_URL, database_from_url

DATABASES = {"default": database_from_url(os.environ.get("DOWNRANGE_DATABASE_URL", DEFAULT_URL))}
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "downrange.registry"]
AUTH_USER_MODEL = "registry.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Sessions signed with a key made up at the start end with the process: safe, and nothing to leak.
SECRET_KEY = os.environ.get("DOWNRANGE_SECRET_KEY") or secrets.token_urlsafe(50)
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
