"""What if: something supposed about an agreement, put beside its facts without becoming one of them."""
