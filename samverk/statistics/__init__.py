"""Official series: which figures were used, from which table, as they stood that day."""
