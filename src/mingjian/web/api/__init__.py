"""The HTTP API, under ``/api/v1``: for the lender's own programs, with a key, and for pages, with a session."""

PREFIX = "/api/v1"
