"""The readings desk: every question the text leaves, what each answer changes, and deciding one of them."""
