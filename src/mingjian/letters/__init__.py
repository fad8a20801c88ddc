"""What complaints say: templates, claims, demands, quoted law."""
