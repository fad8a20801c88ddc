"""Reading a delivery, checking it, and quarantining what cannot be taken."""
