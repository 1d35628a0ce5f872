"""Samverk: agreements between municipalities that say themselves what follows from them."""

__version__ = "0.1.0"
