"""Writes: queueing, handing over, stopping, bounces, reminders, runs of the daily work."""
