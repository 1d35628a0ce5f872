"""Addresses of the register."""

from django.urls import path

from samverk.web.register import files, views, writing

urlpatterns = [
    path("avtal/<slug:agreement>/diarium/", views.register, name="register"),
    path("avtal/<slug:agreement>/diarium/ny/", writing.register_line, name="register-line"),
    path("avtal/<slug:agreement>/diarium/<int:year>.<slug:form>", files.register_file, name="register-file"),
    path(
        "avtal/<slug:agreement>/diarium/<slug:organisation>/<int:year>/<int:number>/",
        writing.register_entry,
        name="register-entry",
    ),
]
