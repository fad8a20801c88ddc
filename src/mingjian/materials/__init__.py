"""Whether a document is what it claims to be."""
