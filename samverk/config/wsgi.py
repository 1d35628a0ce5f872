"""The application a web server runs: `granian --interface wsgi samverk.config.wsgi:application`."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samverk.config.settings")
_django = get_wsgi_application()


def in_utf8(environ: dict[str, Any]) -> dict[str, Any]:
    """The request without the charset that its body says it has: what we are sent is UTF-8 (RFC 3986, HTML).

    Django turns to the charset while it makes the request, before it can answer that something is wrong with it: with
    too many parameters as well, the visitor would get the web server's own words for a fault.
    """
    kind = str(environ.get("CONTENT_TYPE", ""))
    if "charset" not in kind.lower():
        return environ
    kept = [part for part in kind.split(";") if not part.strip().lower().startswith("charset")]
    return environ | {"CONTENT_TYPE": ";".join(kept)}


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """WSGI (PEP 3333)."""
    return _django(in_utf8(environ), start_response)
