"""The health check of an agreement."""
