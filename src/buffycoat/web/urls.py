"""Addresses of our pages."""

urlpatterns = []
