"""What a service agreement of an agency does to its client, clause by clause."""

from mingjian.agencies.agreements.model import clause_kinds
from mingjian.agencies.agreements.reading import Clause, read_agreement

__all__ = ["Clause", "clause_kinds", "read_agreement"]
