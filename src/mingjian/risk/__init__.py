"""Features, the agent model, the early-warning model, and their reasons."""
