"""Addresses of roles and of content opened for a while."""

from django.urls import path

from samverk.web.access import log, opening, succession, views

urlpatterns = [
    path("behorigheter/", views.access, name="access"),
    path("behorigheter/roll/<int:number>/", views.end, name="end-role"),
    path("behorigheter/oppna/<slug:agreement>/", opening.open_for_a_while, name="open-content"),
    path("behorigheter/eftertradare/", succession.undecided, name="successions"),
    path("installningar/eftertradare/", succession.successor, name="successor"),
    path("avtal/<slug:agreement>/behorigheter/", views.agreement_access, name="agreement-access"),
    path("avtal/<slug:agreement>/logg.<slug:form>", log.log_file, name="log-file"),
]
