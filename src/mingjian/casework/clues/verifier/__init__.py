"""What stands inside every package, so that it can be checked without us: a script and a page."""
