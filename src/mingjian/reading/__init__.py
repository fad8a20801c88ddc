"""From a file to pages, text with places and sound: decoded in a sandbox, extracted once.

This module imports nothing, because the sandboxed process imports it: see ``files``, ``cache`` and ``sandbox``.
"""
