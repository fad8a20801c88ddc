"""A simulated lender, its customers, and gangs that adapt."""
