"""Speed and size, as ratios within one run: ``make bench``. The machines are noisy, so nothing here is ever a test.

Django is started on import, in an installation of its own: a temporary folder, or SAMVERK_HOME and DATABASE_URL where
``BENCH`` says that the process is a part of a run that has made them.
"""

import atexit
import os
import shutil
import tempfile

import django

PART = "BENCH"

if PART not in os.environ:
    _home = tempfile.mkdtemp(prefix="samverk-bench-")
    atexit.register(shutil.rmtree, _home, ignore_errors=True)
    os.environ.pop("DATABASE_URL", None)
    os.environ |= {PART: "1", "SAMVERK_HOME": _home, "SAMVERK_TODAY": "2026-11-21"}
os.environ["DJANGO_SETTINGS_MODULE"] = "samverk.config.settings"
django.setup()
