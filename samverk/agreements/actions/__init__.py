"""Writes of agreements: ``facts`` what happened, ``definitions`` what was agreed, ``projections`` kept from both."""
