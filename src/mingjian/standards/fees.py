"""What is no fee: costs that whoever helps for nothing lays out, and asks back."""

OUT_OF_POCKET = 50.0
"""Up to so many yuan printing, postage and the bus may come to; nobody lives by them.

A court charges 50 yuan for a whole suit over up to 10,000 (诉讼费用交纳办法, State Council order 481, article 13);
an agency takes a share of the debt.
"""
