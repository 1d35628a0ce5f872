"""Dispatching documents to the parties, what has been dispatched, and what waits for a registrar."""
