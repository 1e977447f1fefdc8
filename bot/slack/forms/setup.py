"""The forms that set a program up and give people their place in it."""

from bot.coaching.errors import BadChoice, TooLong
from bot.coaching.people import Roles
from bot.services.enrollments import Place, ProgramPlan
from bot.slack import ids
from bot.slack.blocks import Block, context, input_block, modal, section, select, text_input, timepicker
from bot.slack.forms import rhythm
from bot.slack.forms.reading import AtField, View, clock, is_id, required, several

HOTLINE, ON_CALL, HELPLINE, DIGEST_DAY, DIGEST_AT = "hotline", "on_call", "helpline", "digest_day", "digest_at"
CASEWORKERS, COACH, SUPERVISOR, CHANNEL = "caseworkers", "coach", "supervisor", "channel"
LINE_MOST = 120


def setup(now: ProgramPlan | None) -> Block:
    """Whom to call, and when the digest comes. The two numbers must be there before anybody is enrolled."""
    days = [(str(n), name) for n, name in enumerate(rhythm.NAMES)]
    blocks = [
        section(
            "These lines are shown where somebody may need them. I cannot take reports or handle an emergency myself."
        ),
        _line(HOTLINE, "Child abuse hotline", now.hotline if now else None, "A name and a number"),
        _line(ON_CALL, "On-call supervisor line", now.on_call if now else None, "A name and a number"),
        _line(HELPLINE, "Help for staff", now.helpline if now else None, "Your employee assistance program"),
        input_block(
            DIGEST_DAY, "Day of the coaches' digest", select(days, initial=str(now.digest_day) if now else "0")
        ),
        input_block(
            DIGEST_AT, "Time, in each coach's own zone", timepicker(f"{now.digest_at:%H:%M}" if now else "08:00")
        ),
    ]
    return modal(ids.SETUP_FORM, "Set up the program", blocks, submit="Save", close="Cancel")


def _line(block_id: str, label: str, now: str | None, hint: str) -> Block:
    return input_block(block_id, label, text_input(initial=now, most=LINE_MOST, multiline=False), hint=hint)


def read_setup(view: View) -> ProgramPlan:
    """What was filled in; raises AtField."""
    hotline, on_call, helpline = (_read_line(view, block) for block in (HOTLINE, ON_CALL, HELPLINE))
    day = required(view, DIGEST_DAY)
    if day not in set("0123456"):
        raise AtField(DIGEST_DAY, str(BadChoice()))
    return ProgramPlan(hotline, on_call, helpline, digest_day=int(day), digest_at=clock(view, DIGEST_AT))


def _read_line(view: View, block_id: str) -> str:
    line = required(view, block_id)
    if len(line) > LINE_MOST:
        raise AtField(block_id, str(TooLong()))
    return line


def enroll(coach: str | None) -> Block:
    """Who is invited, with whom, and which days to start from. Each of them still says yes or not."""
    everyone = {"type": "multi_users_select", "max_selected_items": 50}
    blocks = [
        input_block(CASEWORKERS, "Caseworkers", everyone),
        input_block(COACH, "Their coach", {"type": "users_select"} | ({"initial_user": coach} if coach else {})),
        input_block(SUPERVISOR, "Their supervisor", {"type": "users_select"}),
        input_block(
            CHANNEL,
            "Coach channel, for small successes",
            {"type": "conversations_select", "filter": {"include": ["public", "private"], "exclude_bot_users": True}},
        ),
        *rhythm.inputs(None),
        context("They pick their own days and hours when they say yes. Nothing is sent before that."),
    ]
    return modal(ids.ENROLL_FORM, "Enroll people", blocks, submit="Invite", close="Cancel")


def read_enroll(view: View) -> tuple[list[str], str, str, str]:
    """Caseworkers, coach, supervisor and channel; raises AtField when one is missing or no channel."""
    caseworkers = several(view, CASEWORKERS)
    if not caseworkers:
        raise AtField(CASEWORKERS, "Please pick at least one person.")
    channel = required(view, CHANNEL)
    if not channel.startswith(("C", "G")) or not is_id(channel):
        raise AtField(CHANNEL, "Please pick a channel.")
    return caseworkers, required(view, COACH), required(view, SUPERVISOR), channel


def place(view: View, caseworker: str, zone: str) -> Place:
    """One caseworker's place, in their own zone."""
    _, coach, supervisor, channel = read_enroll(view)
    return Place(Roles(caseworker, coach, supervisor), channel, rhythm.read(view, zone))
