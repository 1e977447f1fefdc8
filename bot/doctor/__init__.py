"""`shoulder doctor`: look the installation over, and say of each part whether it is well and how to mend it."""
