"""The outside world: documents made with other programs. No Django, no database."""
