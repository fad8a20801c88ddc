"""Who may see and do what: masking, pseudonyms, the audit log."""
