"""The plans that came with an agreement: measure by measure, and by area of cooperation."""
