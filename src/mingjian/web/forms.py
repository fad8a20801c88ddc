"""What forms send, and how long it may be."""

from typing import Annotated

from fastapi import Form

Line = Annotated[str, Form(max_length=200)]
Words = Annotated[str, Form(min_length=4, max_length=2_000)]
"""A reason."""
Said = Annotated[str, Form(min_length=1, max_length=2_000)]
"""What somebody else said: it may be short."""
Text = Annotated[str, Form(max_length=10_000)]
