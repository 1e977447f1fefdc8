"""What others do: a job for each person, Slack's own client in a loop, Slack's own framework with nothing behind it."""
