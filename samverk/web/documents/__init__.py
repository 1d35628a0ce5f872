"""Pages of an agreement's documents: the list, one document with its versions, adding, fetching, looking at a page."""
