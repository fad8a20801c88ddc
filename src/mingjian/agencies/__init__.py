"""Who claims to act for customers, may they, and what do they advertise?"""

import lazy_loader

# Settings of every room are read wherever the program starts; what does the work is loaded when it is called for.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
