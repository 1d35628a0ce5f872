"""The addresses of the product, and a view that does nothing but answer."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

handler400 = "samverk.web.errors.bad_request"
handler403 = "samverk.web.errors.forbidden"
handler404 = "samverk.web.errors.not_found"
handler500 = "samverk.web.errors.server_error"


def constant(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - the shape of a view
    """The measure of everything: through every middleware, and nothing more."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [path("konstant/", constant), path("", include("samverk.web.urls"))]
