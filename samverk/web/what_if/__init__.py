"""What if: something supposed, side by side with today."""
