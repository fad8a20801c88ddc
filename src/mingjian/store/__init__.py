"""Where tables, files and people's work are kept."""
