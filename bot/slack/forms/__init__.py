"""Each form is drawn and read on the same page."""
