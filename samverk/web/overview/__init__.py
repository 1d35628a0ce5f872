"""Överblick: what is late, due and coming, in every agreement the visitor takes part in."""
