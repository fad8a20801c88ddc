"""Features, scorecards, calibration and abstention: what the evidence says of complaints and customers.

``run`` is the stage of the pipeline. ``assess_complaints`` and ``assess_customers`` are its pure cores, which the
online path calls with one row.
"""

import lazy_loader

# Settings of every room are read wherever the program starts; what does the work is loaded when it is called for.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
