"""What the app keeps of people's work, on one page. Columns of `Sealed` hold people's words; no other column does.

Such a column is never loaded along with its row (`deferred`, and reading it by accident raises), and what stands in it
are sealed bytes: only `bot.services.words` asks for them and opens them.
"""

from datetime import date, datetime, time

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base, new_id
from bot.db.sealed import Sealed


class Program(Base):
    """One agency's workspace: whom to call, who leads the program, and for how many days each class of record is kept.

    `terms` counts how often what people agreed to has changed; a class without days was not decided yet.
    """

    __tablename__ = "programs"
    workspace: Mapped[str] = mapped_column(primary_key=True)
    lead: Mapped[str]
    hotline: Mapped[str]
    on_call: Mapped[str]
    helpline: Mapped[str]
    privacy_contact: Mapped[str] = mapped_column(default="", server_default="")
    keep_words: Mapped[int | None]
    keep_facts: Mapped[int | None]
    keep_celebrations: Mapped[int | None]
    keep_deliveries: Mapped[int | None]
    keep_audit: Mapped[int | None]
    terms: Mapped[int] = mapped_column(default=1, server_default="1")
    digest_day: Mapped[int]
    digest_at: Mapped[time]
    holidays_of: Mapped[str] = mapped_column(default="none", server_default="none")  # whose public holidays count
    closed_days: Mapped[str] = mapped_column(default="", server_default="")  # "2026-11-27,2026-12-24": own closing days
    work_days: Mapped[str] = mapped_column(default="", server_default="")  # public holidays on which they work
    set_up_at: Mapped[datetime]


class Enrollment(Base):
    """One caseworker's place in the program: who coaches, who supervises, which channel, which rhythm."""

    __tablename__ = "enrollments"
    __table_args__ = (
        UniqueConstraint("workspace", "caseworker"),
        Index(None, "next_nudge_at"),
        Index(None, "workspace", "coach"),
        Index(None, "workspace", "supervisor"),
    )
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    workspace: Mapped[str]
    caseworker: Mapped[str]
    coach: Mapped[str]
    supervisor: Mapped[str]
    channel: Mapped[str]
    days: Mapped[str]  # "0,2": Monday is 0
    opens: Mapped[time]
    closes: Mapped[time]
    zone: Mapped[str]
    per_week: Mapped[int] = mapped_column(default=2)
    cheer: Mapped[str] = mapped_column(default="channel")
    standing: Mapped[str]
    invited_by: Mapped[str]
    invited_at: Mapped[datetime]
    paused_until: Mapped[datetime | None]
    next_nudge_at: Mapped[datetime | None]
    quiet_because: Mapped[str | None]  # why the last due time brought nothing, for `why`
    quiet_at: Mapped[datetime | None]  # and when that was
    quiet_until: Mapped[datetime | None]  # the end of a day on which nothing more is sent
    away: Mapped[str | None]  # "2026-12-20/2027-01-03": their own days away, first and last, set ahead
    zone_moved_at: Mapped[datetime | None]  # when their hours last moved along with Slack's time zone
    agreed_to: Mapped[str | None]  # the last agreement they said yes to: version of the text, then of the terms
    silent: Mapped[int] = mapped_column(
        default=0, server_default="0"
    )  # the clock's questions since they last did anything
    new_since: Mapped[datetime | None]  # when they said that they are new to this work; it counts for a year
    suggested: Mapped[str | None]  # a prompt that their coach suggested, until it is put to them
    suggested_by: Mapped[str | None]  # who suggested last
    suggested_at: Mapped[datetime | None]
    coach_before: Mapped[str | None]  # while it is open whether what was shared with that coach goes to the new one


class Agreement(Base):
    """A caseworker's word on the agreement: yes, not now, or left; which version of its text and terms, and when."""

    __tablename__ = "agreements"
    __table_args__ = (Index(None, "enrollment_id"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    workspace: Mapped[str]
    enrollment_id: Mapped[str] = mapped_column(ForeignKey("enrollments.id"))
    version: Mapped[int]
    terms: Mapped[int] = mapped_column(default=1, server_default="1")
    said: Mapped[str]
    said_at: Mapped[datetime]


class Coach(Base):
    """When a coach's digest comes, in the coach's own zone, and what they chose, if not the program's day."""

    __tablename__ = "coaches"
    __table_args__ = (Index(None, "next_digest_at"),)
    workspace: Mapped[str] = mapped_column(primary_key=True)
    person: Mapped[str] = mapped_column(primary_key=True)
    zone: Mapped[str]
    next_digest_at: Mapped[datetime]
    own_day: Mapped[int | None]  # a weekday of their own (Monday is 0), and the local time
    own_time: Mapped[time | None]
    before_sessions: Mapped[bool] = mapped_column(default=False, server_default=false())  # not once a week


class Nudge(Base):
    """A prompt put to one caseworker on one occasion. The occasion makes it unique."""

    __tablename__ = "nudges"
    __table_args__ = (UniqueConstraint("enrollment_id", "occasion"), Index(None, "workspace", "planned_at"))
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    workspace: Mapped[str]
    enrollment_id: Mapped[str] = mapped_column(ForeignKey("enrollments.id"))
    occasion: Mapped[str]
    prompt_id: Mapped[str]  # a prompt of the library, or "path:" and a path
    prompt_version: Mapped[int]
    topic: Mapped[str]
    strategy: Mapped[str]
    asked_by: Mapped[str | None]
    suggested_by: Mapped[str | None]  # the coach who suggested it for the clock to bring
    local_day: Mapped[date]
    planned_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]  # answered, kept, skipped: from outside they look the same


class Ask(Base):
    """Who asked whom for a check-in, once a week for the same pair."""

    __tablename__ = "asks"
    __table_args__ = (UniqueConstraint("enrollment_id", "asked_by", "week"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    workspace: Mapped[str]
    enrollment_id: Mapped[str] = mapped_column(ForeignKey("enrollments.id"))
    asked_by: Mapped[str]
    week: Mapped[date]
    nudge_id: Mapped[str]
    asked_at: Mapped[datetime]


class Reflection(Base):
    """A path being answered, kept step by step; a draft until its author finishes it."""

    __tablename__ = "reflections"
    __table_args__ = (Index(None, "enrollment_id", "started_at"), Index(None, "nudge_id"))
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    workspace: Mapped[str]
    enrollment_id: Mapped[str] = mapped_column(ForeignKey("enrollments.id"))
    nudge_id: Mapped[str | None] = mapped_column(ForeignKey("nudges.id"))
    prompt_id: Mapped[str]
    prompt_version: Mapped[int]
    topic: Mapped[str]
    strategy: Mapped[str]
    screen: Mapped[int]  # the last screen that was answered or passed; -1 before the first
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    language: Mapped[str] = mapped_column(default="en", server_default="en")  # in which it is walked
    translation: Mapped[int] = mapped_column(default=0, server_default="0")  # and the version of the translation


class Answer(Base):
    """One step's answer, and the question as it was asked. `vouched`: its author said that it is about no real family."""

    __tablename__ = "answers"
    reflection_id: Mapped[str] = mapped_column(ForeignKey("reflections.id"), primary_key=True)
    step: Mapped[str] = mapped_column(primary_key=True)
    workspace: Mapped[str]
    position: Mapped[int]
    role: Mapped[str]
    question: Mapped[str]
    words: Mapped[bytes] = mapped_column(Sealed, deferred=True, deferred_raiseload=True)
    vouched: Mapped[bool] = mapped_column(default=False, server_default=false())
    kept_back: Mapped[bool] = mapped_column(default=False, server_default=false())  # its author alone can read it
    saved_at: Mapped[datetime]


class CheckIn(Base):
    """The finished reply, and who may read it. Its words are the answers of its reflection."""

    __tablename__ = "checkins"
    __table_args__ = (
        UniqueConstraint("reflection_id"),
        Index(None, "enrollment_id", "made_at"),
        Index(None, "workspace", "reader", "made_at"),
    )
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    workspace: Mapped[str]
    enrollment_id: Mapped[str] = mapped_column(ForeignKey("enrollments.id"))
    reflection_id: Mapped[str] = mapped_column(ForeignKey("reflections.id"))
    author: Mapped[str]
    topic: Mapped[str]
    strategy: Mapped[str]
    asked_by: Mapped[str | None]
    audience: Mapped[str]
    reader: Mapped[str | None]
    part: Mapped[str]
    made_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class Read(Base):
    """Someone other than the author was shown the words of a check-in, and where. No words here."""

    __tablename__ = "reads"
    __table_args__ = (Index(None, "checkin_id"), Index(None, "workspace", "reader", "read_at"))
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    workspace: Mapped[str]
    checkin_id: Mapped[str] = mapped_column(ForeignKey("checkins.id"))
    reader: Mapped[str]
    surface: Mapped[str]
    digest_id: Mapped[str | None]  # the posted digest in which they stand, so that it can follow
    read_at: Mapped[datetime]


class Celebration(Base):
    """A small success that its owner may post in the coach channel, or send to their coach alone, in their own words."""

    __tablename__ = "celebrations"
    __table_args__ = (Index(None, "enrollment_id", "drafted_at"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    workspace: Mapped[str]
    enrollment_id: Mapped[str] = mapped_column(ForeignKey("enrollments.id"))
    checkin_id: Mapped[str | None] = mapped_column(ForeignKey("checkins.id"))
    caseworker: Mapped[str]
    channel: Mapped[str]
    reader: Mapped[str | None]  # the coach for whose eyes alone it is; without one, it is for the channel
    words: Mapped[bytes | None] = mapped_column(Sealed, deferred=True, deferred_raiseload=True)
    vouched: Mapped[bool] = mapped_column(default=False, server_default=false())
    drafted_at: Mapped[datetime]
    approved_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    purged: Mapped[bool] = mapped_column(default=False, server_default=false())  # withdrawn because its time was over


class Digest(Base):
    """One coach's digest: for one local week, or about one coaching session."""

    __tablename__ = "digests"
    __table_args__ = (UniqueConstraint("workspace", "coach", "week", "about"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    workspace: Mapped[str]
    coach: Mapped[str]
    week: Mapped[date]
    about: Mapped[str] = mapped_column(default="", server_default="")  # the session's id, or nothing for a week
    zone: Mapped[str]
    since: Mapped[datetime]
    until: Mapped[datetime]


PUT_OFF = text("first_due_at IS NOT NULL")


class Delivery(Base):
    """One message owed to one channel: ids and times, never words. What is said is composed when it is said.

    `token` names the round that holds it; `on_the_wire`: Slack may have heard of it, and its answer is not written down yet.
    `first_due_at`: when it was due before a trouble put it off; nothing where only its person's wish did.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("workspace", "key"),
        Index(None, "state", "workspace", "due_at"),
        Index(None, "workspace", "tried_at"),
        Index(None, "subject"),
        Index(None, "state", "first_due_at", sqlite_where=PUT_OFF, postgresql_where=PUT_OFF),
    )
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    workspace: Mapped[str]
    kind: Mapped[str]
    subject: Mapped[str]
    about: Mapped[str | None]
    key: Mapped[str]
    target: Mapped[str]
    due_at: Mapped[datetime]
    first_due_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    state: Mapped[str]
    owner: Mapped[str | None]
    token: Mapped[str | None]
    claimed_at: Mapped[datetime | None]
    on_the_wire: Mapped[bool] = mapped_column(default=False, server_default=false())
    attempts: Mapped[int] = mapped_column(default=0)
    tried_at: Mapped[datetime | None]
    ambiguous: Mapped[bool] = mapped_column(default=False)
    channel: Mapped[str | None]
    ts: Mapped[str | None]
    settled_at: Mapped[datetime | None]
    reason: Mapped[str | None]
