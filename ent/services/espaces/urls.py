"""Addresses of spaces between schools."""

urlpatterns: list = []
