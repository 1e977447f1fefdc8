"""What the load, the app and bare Bolt have to agree on; nothing of the app is imported here, so that bare stays bare."""

SECRET = "a signing secret for benchmarks"  # noqa: S105
TOKEN = "xoxb-benchmarks"  # noqa: S105
COMMAND = "/coach-checkin"
STEP_FORM = "reflection_step"
TEAM = "TBENCH0"
