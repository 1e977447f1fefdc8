"""The names by which Slack tells us what was pressed, sent or opened. They stay the same across versions."""

COMMAND = "/coach-checkin"

# Buttons. The value of each is one opaque id, and whoever presses is checked against it again.
REFLECT = "nudge_reflect"
LATER = "nudge_later"
NOT_TODAY = "nudge_not_today"
READ_AGREEMENT = "agreement_read"
NOT_NOW = "agreement_not_now"
WHO_CAN_READ = "checkin_who_can_read"
EDIT = "checkin_edit"
WITHDRAW = "checkin_withdraw"
CELEBRATE = "checkin_celebrate"
UNCELEBRATE = "celebration_withdraw"
CHECK_IN_NOW = "home_check_in_now"
PAUSE = "home_pause"
RESUME = "home_resume"
LEAVE = "home_leave"
OPEN_SETUP = "home_setup"
OPEN_ENROLL = "home_enroll"
PREVIEW_DIGEST = "home_digest"

# Forms.
STEP_FORM = "reflection_step"
SHARING_FORM = "reflection_sharing"
AUDIENCE_FORM = "checkin_audience"
EDIT_FORM = "checkin_edit_form"
SUCCESS_FORM = "celebration_words"
PREVIEW_FORM = "celebration_preview"
AGREEMENT_FORM = "agreement_form"
SETUP_FORM = "setup_form"
ENROLL_FORM = "enroll_form"
TOPIC_FORM = "request_topic"
REQUEST_FORM = "request_preview"
MENU_FORM = "check_in_menu"

# Shortcuts.
JUST_FINISHED_A_VISIT = "just_finished_a_visit"
CELEBRATE_THIS = "celebrate_this"

# Message metadata: an opaque delivery id, for anyone in the workspace may read it.
DELIVERY_EVENT = "shoulder_delivery"
DELIVERY_KEY = "delivery"
