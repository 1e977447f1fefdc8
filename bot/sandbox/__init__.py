"""A pretend Slack: a small workspace on this machine that the real app talks to over Slack's real protocols."""
