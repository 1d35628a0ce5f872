"""Official series: the population per year, and where each figure comes from."""
