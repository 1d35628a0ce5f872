"""Every address of the site: the pages, and nothing beside them."""

from django.urls import include, path

urlpatterns = [path("", include("samverk.web.urls"))]

handler400 = "samverk.web.errors.bad_request"
handler403 = "samverk.web.errors.forbidden"
handler404 = "samverk.web.errors.not_found"
handler500 = "samverk.web.errors.server_error"
