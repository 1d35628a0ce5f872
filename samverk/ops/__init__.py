"""The command line and Django's management commands."""
