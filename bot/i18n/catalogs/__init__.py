"""Gettext catalogues, one a language: message ids to sentences."""
