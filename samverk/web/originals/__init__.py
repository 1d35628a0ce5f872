"""The signed wording: importing it, putting the reading right, and showing it beside the plain-language text."""
