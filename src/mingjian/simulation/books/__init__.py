"""A simulated lender's books: the delivered tables as known at the snapshot, and the truth beside them.

One module a noun; each writes its tables of both.
"""

from mingjian.simulation.books.books import Books

__all__ = ["Books"]
