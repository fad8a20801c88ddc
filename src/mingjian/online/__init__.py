"""One complaint as it arrives, through the same functions as a run's, against the tables of the current run."""

import lazy_loader

# The API's answers name what this room takes in; a complaint is read with dictionaries that take a second to load.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
