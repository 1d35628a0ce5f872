"""Every address of the site: the pages, and nothing beside them."""

from django.urls import include, path

urlpatterns = [path("", include("samverk.web.urls"))]
