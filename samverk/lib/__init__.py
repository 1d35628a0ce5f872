"""Small helpers for Django without a word of the business: the clock, Swedish sorting, how databases differ."""
