"""The application a web server runs: `granian --interface wsgi samverk.config.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samverk.config.settings")
application = get_wsgi_application()
