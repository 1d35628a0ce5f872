"""What each party pays: a year's fee with its sheet, the April update, corrections, and the sheet to take away."""
