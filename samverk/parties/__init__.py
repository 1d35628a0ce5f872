"""Who agrees: municipalities, authorities, associations, and who acts for whom."""
