"""Who agrees and who else is named: municipalities, counties, associations, authorities; their names and posts."""
