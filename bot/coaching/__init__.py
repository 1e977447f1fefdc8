"""The rules of coaching between sessions, in the field's own words. Standard library only."""
