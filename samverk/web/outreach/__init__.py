"""Utskick: what leaves by mail, what went wrong with it, who will be reminded, and saying no to more."""
