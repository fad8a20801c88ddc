"""What is no fee: costs that whoever helps for nothing lays out, and asks back."""

PETTY_COSTS_YUAN = 300
"""Up to so many yuan a day's bus, copies and meal may come to; an agency takes a share of the debt.

Who sold for no more than this in a day was nowhere asked for value-added tax (增值税暂行条例实施细则, in force until
2025, Art. 37: from ¥300 to 500 a day on).
"""

SHARED_COSTS_YUAN = 5_000
"""Up to so many yuan people who stand together may collect in all, for a lawyer, an appraisal and journeys.

By general knowledge of what a lawyer asks for one plain civil case, and after no source. Without a bound in all an
agency with a hundred clients would call each one's share petty.
"""
