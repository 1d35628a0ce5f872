"""Addresses of the year wheels and their calendars."""

from django.urls import path

from samverk.web.wheel import addresses, feeds, views

urlpatterns = [
    path("avtal/<slug:agreement>/arshjul/", views.wheel, name="wheel"),
    path("avtal/<slug:agreement>/arshjul.ics", feeds.wheel_feed, name="wheel-feed"),
    path("kommun/<str:code>/arshjul/", views.municipality_wheel, name="municipality-wheel"),
    path("kommun/<str:code>/arshjul.ics", feeds.municipality_wheel_feed, name="municipality-wheel-feed"),
    path("arshjul/", views.my_wheel, name="my-wheel"),
    path("arshjul/<str:secret>.ics", feeds.my_wheel_feed, name="my-wheel-feed"),
    path("installningar/kalender/", addresses.calendar_address, name="calendar-address"),
]
