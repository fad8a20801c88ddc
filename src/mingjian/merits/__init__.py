"""What the lender's own records say of each claim."""
