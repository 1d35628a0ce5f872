"""One search over everything the visitor may see."""
