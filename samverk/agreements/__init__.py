"""What was agreed: agreements, their versions and clauses."""
