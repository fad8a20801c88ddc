"""Asking platforms to take adverts of agencies down: what each must be told, who asked, and what became of it."""
