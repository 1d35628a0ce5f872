"""Addresses of the documents."""

from django.urls import path

from samverk.web.documents import adding, contents, views

urlpatterns = [
    path("avtal/<slug:agreement>/handlingar/", views.documents, name="documents"),
    path("avtal/<slug:agreement>/handlingar/ny/", adding.add_documents, name="add-document"),
    path("avtal/<slug:agreement>/handlingar/<slug:key>/", views.document, name="document"),
    path("avtal/<slug:agreement>/handlingar/<slug:key>/<int:number>/fil", contents.content, name="document-file"),
    path(
        "avtal/<slug:agreement>/handlingar/<slug:key>/<int:number>/sida-<int:page>.png",
        contents.picture,
        name="document-page",
    ),
]
