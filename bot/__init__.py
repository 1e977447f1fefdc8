"""Shoulder to Shoulder: coaching that stays alive between coaching sessions."""
