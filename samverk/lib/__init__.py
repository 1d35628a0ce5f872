"""Small helpers for Django without a word of the business: the clock and Swedish sorting."""
