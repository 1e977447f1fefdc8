"""Tests of how messages are carried: the same suite for both ways to be called, and what belongs to PostgreSQL alone."""
