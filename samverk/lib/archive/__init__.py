"""An installation as one file: every table row by row, every document, and what proves that nothing is missing.

The format knows neither database: what was written on SQLite can be read into PostgreSQL, and the other way round.
Docs: docs/decisions/0017.
"""
