"""The municipalities: who is bound by what, and how each stands."""
