"""How people meet the app: the only package that knows Slack's words."""
