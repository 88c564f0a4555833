"""Settings of the Superset that `make superset` starts: one person's, on their own machine.

`serve.py` names the folder of the instance in `KIZUNA_SUPERSET`, with its key in `secret-key`.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path

INSTANCE = Path(os.environ["KIZUNA_SUPERSET"])

SECRET_KEY = (INSTANCE / "secret-key").read_text(encoding="utf-8")
SQLALCHEMY_DATABASE_URI = f"sqlite:///{INSTANCE / 'superset.db'}"

LOG_LEVEL = logging.ERROR

# Japanese first, as the labels are; the menu at the top right switches.
BABEL_DEFAULT_LOCALE = "ja"
LANGUAGES = {
    "ja": {"flag": "jp", "name": "日本語"},
    "en": {"flag": "us", "name": "English"},
}
APP_NAME = "Kizuna"

# Every look at a chart asks the published file: a publish is seen at the next refresh.
CACHE_CONFIG = {"CACHE_TYPE": "NullCache"}
DATA_CACHE_CONFIG = {"CACHE_TYPE": "NullCache"}

# Pages may ask this server and no other: no map tiles, no fonts, no pixel that counts users.
TALISMAN_ENABLED = True
TALISMAN_CONFIG = {
    "content_security_policy": {
        "base-uri": ["'self'"],
        "default-src": ["'self'"],
        "connect-src": ["'self'"],
        "font-src": ["'self'", "data:"],
        "img-src": ["'self'", "blob:", "data:"],
        "object-src": "'none'",
        "script-src": ["'self'", "'strict-dynamic'"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "worker-src": ["'self'", "blob:"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
    },
    "content_security_policy_nonce_in": ["script-src"],
    "force_https": False,  # on the loopback address alone
    "session_cookie_secure": False,
    "session_cookie_samesite": "Strict",
}
WTF_CSRF_ENABLED = True
PREVENT_UNSAFE_DB_CONNECTIONS = True
AUTH_USER_REGISTRATION = False
FAB_ADD_SECURITY_API = False
FEATURE_FLAGS = {"ENABLE_TEMPLATE_PROCESSING": False}

# Nothing is sent by mail, to Slack or on a schedule, and there is no worker to do it.
CELERY_CONFIG = None
ENABLE_PROXY_FIX = False
