"""Letters that somebody writes to many: drafts, who would get what, sending, and how it went."""
