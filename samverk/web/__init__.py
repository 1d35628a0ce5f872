"""The pages: addresses, views, templates and the look. No tables and no rules."""
