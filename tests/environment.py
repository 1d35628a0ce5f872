"""Loaded by pytest before Django's settings are: tests never touch an installation, and never a real day.

DATABASE_URL is left as it is: it decides which database the suite runs on (SQLite when it is not set).
"""

import os
import tempfile

_home = tempfile.TemporaryDirectory(prefix="samverk-test-")
os.environ["SAMVERK_HOME"] = _home.name
os.environ["SAMVERK_STATIC"] = "plain"
os.environ["SAMVERK_DEBUG"] = "0"
for _name in (
    "SAMVERK_TODAY",
    "SAMVERK_HTTPS",
    "SAMVERK_SECRET_KEY",
    "SAMVERK_ALLOWED_HOSTS",
    "SAMVERK_TRUSTED_PROXIES",
):
    os.environ.pop(_name, None)
# Playwright runs an event loop in the main thread; Django would refuse the test's own database calls there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
