"""Every part on one sheet, for those who build pages. Only where SAMVERK_DEBUG is set, and in the tests."""
