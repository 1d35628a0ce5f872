"""Commands of ``samverk manage`` beside Django's own."""
