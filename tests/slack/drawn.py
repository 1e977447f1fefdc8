"""Every message, form and App Home, drawn for given words and names."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any

from bot import library as prompts
from bot.coaching import messages, paths, reviewing, silence
from bot.coaching.agreement import Terms, table
from bot.coaching.audience import Audience, Circle, Extent, Sharing
from bot.coaching.digest import MOST_PEOPLE, Digest, GoalDots, PersonWeek, Shared
from bot.coaching.digest_times import Wish
from bot.coaching.language import read_in, reading, say
from bot.coaching.lines import visible
from bot.coaching.people import OwnPlace, Role, Roles, Standing
from bot.coaching.practice import Gap
from bot.coaching.prompts import Library
from bot.coaching.records import Retention
from bot.coaching.reviewing import Verdict
from bot.coaching.schedule import Rhythm
from bot.coaching.sessions import NextSession
from bot.coaching.small_groups import Figures
from bot.coaching.small_success import Where
from bot.services import reviews
from bot.services.audit import Asked as OftenAsked
from bot.services.audit import Log, Reading
from bot.services.boundaries import Stop
from bot.services.celebrations import Preview
from bot.services.coach_notes import Place as NotePlace
from bot.services.given import Given, Kept, Success
from bot.services.going import Ahead, Going, Held
from bot.services.holds import Hold
from bot.services.programs import ProgramPlan
from bot.services.reflections import Page
from bot.services.reviews import Say
from bot.services.standing import Asked, Coached, Corner, Mine, SharedCheckIn
from bot.services.words import Line
from bot.slack.forms import (
    agreement,
    boundary,
    celebration,
    checkins,
    coach_note,
    digest_time,
    handover,
    hard_day,
    leaving,
    partners,
    records,
    reflection,
    request,
    said,
    session,
    setup,
    suggestion,
    wellbeing,
)
from bot.slack.forms import lines as lines_form
from bot.slack.home import home
from bot.slack.home_given import all_of_it
from bot.slack.payloads import Payload
from bot.slack.posts import variants
from tests.slack import drawn_goals
from tests.world import ROOT

NOW = datetime(2026, 11, 2, 15, 30, tzinfo=UTC)
ID = "0" * 32
RETENTION = Retention(365, 730, 365, 90, 1095)
RHYTHM = Rhythm(frozenset({0, 2}), time(9, 30), time(12, 30), "America/Chicago")
Drawing = dict[str, Any]


def library() -> Library:
    """The library that comes along, in the language that is read now."""
    return _library().spoken(reading())


@cache
def _library() -> Library:
    return prompts.load(ROOT / "prompts")


def payloads(words: str, people: int = 3) -> dict[str, Payload]:
    """Each message in each of its ways, with these words wherever a person's words are shown."""
    drawn: dict[str, Payload] = {}
    for name, message in said_messages(words, people).items():
        for number, way in enumerate(variants(message)):
            drawn[f"{name} {number}"] = way
    return drawn


def said_messages(words: str, people: int) -> dict[str, messages.Message]:
    """Each message as a value."""
    question = max((each.text for each in library().prompts.values()), key=len)
    receipt = messages.Receipt(
        ID,
        "Kin",
        Sharing(Audience.COACH, "UCORA", Extent.LAST),
        ("UCORA", "USAM"),
        True,
        False,
        Circle("UANA", "UCORA", "UCORA"),
        True,
        "A note.",
    )
    nudge = messages.Nudge(ID, question, "Kin and family", messages.before_answering(**asked("USAM")), False, "USAM")
    return {
        "nudge": nudge,
        "nudge of the clock": replace(nudge, asked_by=None, reviewed=True),
        "nudge that a coach suggested": replace(
            nudge, asked_by=None, suggested_by="UCORA", note=silence.in_words(2, 3)
        ),
        "shall I pause?": messages.ShallIPause(ID, silence.SHALL_I_PAUSE, silence.WHAT_THEN),
        "a plan for its day": replace(nudge, asked_by=None, checking_back=True, plan_for="Wednesday, Nov 4"),
        "check-back": replace(nudge, asked_by=None, checking_back=True),
        "closed nudge": messages.ClosedNudge(question, "Kin", library().boundaries["skip_ok"]),
        "closed nudge with a draft": messages.ClosedNudge(question, "Kin", library().boundaries["skip_ok"], ID),
        "invitation": messages.Invitation(ID, "ULEE", "UCORA"),
        "changed agreement": messages.AgreementChanged(ID),
        "receipt": receipt,
        "receipt of what was taken back": replace(receipt, withdrawn=True),
        "receipt of what the office deleted": replace(receipt, withdrawn=True, by_office=True),
        "receipt for oneself": replace(
            receipt, sharing=Sharing(Audience.ONLY_ME), reads=(), note="", typed_in_chat=False
        ),
        "celebration": messages.Celebration(ID, "UANA", words, max(library().mastery, key=len)),
        "celebration with the coach's sentence": messages.Celebration(
            ID, "UANA", words, max(library().mastery, key=len), words[:300], "UCORA"
        ),
        "a small success for the coach": messages.ForCoach(ID, "UANA", words),
        "a small success that the coach answered": messages.ForCoach(ID, "UANA", words, words[:300]),
        "the coach's note": messages.CoachNote("UCORA", "Wednesday, Nov 25", words[:300]),
        "celebrated": messages.Celebrated(ID, "CWINS", withdrawn=False),
        "celebrated with the coach alone": messages.Celebrated(ID, "CWINS", withdrawn=False, coach="UCORA"),
        "celebration taken back": messages.Celebrated(ID, "CWINS", withdrawn=True),
        "celebration that had its time": messages.Celebrated(ID, "CWINS", withdrawn=True, purged=True),
        "celebration that the office deleted": messages.Celebrated(ID, "CWINS", withdrawn=True, by_office=True),
        "digest": coach_digest(words, people),
        "digest of nothing": coach_digest(None, people),
        "a new coach": messages.NewCoach("USAM", "UCORA", asks=False),
        "a new coach, with a question": messages.NewCoach("USAM", "UCORA", asks=True, supervises=True),
        "goal that waits": messages.GoalWaits(ID, "UCORA"),
        "what could be asked": messages.ReadyToAsk(ID, "USAM", "UANA", question, "Kin and family"),
        "a reminder from a workflow": messages.Offer(ID),
        "notice": messages.Notice(say(messages.NO_RUSH)),
        "notice of a digest": messages.Notice(say(messages.NO_RUSH), "d1"),
    }


def asked(by: str | None) -> dict[str, Any]:
    """A question that somebody asked for, or nobody."""
    return {"coach_supervises": False, "coach": "UCORA", "private": False, "asked_by": by}


def coach_digest(words: str | None, people: int) -> messages.CoachDigest:
    """A digest in which everybody wrote these words everywhere, or nobody shared a thing."""
    topics = list(library().topics)
    lines = tuple(
        Shared(ID, "UANA", topic, "reinforce", "What did you try?", words or "", "answer", NOW) for topic in topics[:3]
    )
    weeks = tuple(
        PersonWeek(
            f"U{number:09}",
            lines if words else (),
            words,
            words,
            words,
            "What went well for you this week, even a little?",
            want=words,
            outcome="yes, used my plan",
            goal=GoalDots((words or "I ask first.")[:500], (1, 3, 4, 5)),
            session_at=NOW,
        )
        for number in range(min(people, MOST_PEOPLE))
    )
    touched = tuple((topic, 2 if words else 0) for topic in topics)
    made = Digest("UCORA", date(2026, 11, 9), "America/Chicago", weeks, touched, others=people - len(weeks))
    names = {key: topic.title for key, topic in library().topics.items()}
    shorts = {key: topic.short for key, topic in library().topics.items()}
    return messages.CoachDigest(made, names, shorts, library().labels)


def pages(words: str) -> dict[str, Page]:
    """Each screen of each path and prompt, with these words as the draft where words can be written."""
    made = {}
    topics, known = library().topics, library()
    whole = [paths.as_path(each, topics[each.topic].help) for each in known.prompts.values()]
    for path in (*whole, *(each for key, each in known.paths.items() if key not in ("agreement", "asked"))):
        all_screens = paths.screens(path)
        for position, screen in enumerate(all_screens):
            draft = (
                words[: screen.question.max_length] if screen.question and screen.question.format == "text" else None
            )
            made[f"{path.id} {position}"] = page(path, position, len(all_screens), screen, draft, words)
        made[f"{path.id} sharing"] = page(path, len(all_screens), len(all_screens), None, None, words)
    picking = tuple(Line(f"step{number}", "answer", "What is stuck?", words[:1500]) for number in range(12))
    made["what the coach gets to see"] = replace(made["bias sharing"], to_pick=picking)
    return made


def page(path: Any, position: int, count: int, screen: Any, draft: str | None, plan: str) -> Page:
    """One screen of a path."""
    return Page(
        reflection_id=ID,
        path=path,
        position=position,
        count=count,
        screen=screen,
        given=draft,
        answered=True,
        circle=Circle("UANA", "UCORA", "USAM", "USAM"),
        channel="CWINS",
        starts_at=Audience.ONLY_ME,
        offered=tuple(Audience),
        plan=plan or None,
        may_celebrate=True,
    )


def used(people: list[str]) -> Log:
    """A month in which a lot was done."""
    asked = tuple(OftenAsked("USAM", each, 4) for each in people)
    return Log(asked, tuple(Reading("UCORA", each, "digest", NOW) for each in people), ())


def forms(words: str) -> dict[str, Drawing]:
    """Each form, with these words wherever a person's words are shown."""
    known = library()
    place = agreement.Yes(ID, 2, "channel", RHYTHM, "1.2")
    line = visible(words)[: setup.LINE_MOST] or "988"  # the form takes no line that nobody sees
    terms = Terms(RETENTION, "UCORA", "USAM", "CWINS", "Monday, Nov 2")
    fill = agreement.Lines(line, line, table(terms), line)
    plan = ProgramPlan(line, line, line, line, RETENTION, 0, time(8))
    people = [f"U{number:09}" for number in range(request.MOST_PEOPLE)]
    prompt = max(known.prompts.values(), key=lambda each: len(each.text))
    lines = [Line(f"step{number}", "answer", prompt.text, words[:1500]) for number in range(8)]
    drawn = {
        "agreement": agreement.agreement(known.paths["agreement"], fill, place, joined=False),
        "days and hours": agreement.agreement(known.paths["agreement"], fill, place, joined=True),
        "an agreement that changed": agreement.agreement(
            known.paths["agreement"], fill, place, joined=False, again=True
        ),
        "goodbye": leaving.left(ID),
        "a hard day": hard_day.ask(line),
        "wellbeing": wellbeing.ask(look := library().paths["wellbeing"]),
        "wellbeing, people": wellbeing.people(look, heavy=True, eap=line, coach="UCORA", coach_supervises=True),
        "what goes": lines_form.all_of_it(what_goes(words), known, "America/Chicago"),
        "nothing goes": lines_form.all_of_it(replace(what_goes(words), checkins=()), known, "America/Chicago"),
        "days and hours that changed": agreement.agreement(
            known.paths["agreement"], fill, place, joined=True, again=True
        ),
        "the time of a digest": digest_time.ask(Wish(own=(4, time(8, 30))), day=4, at="08:30", zone="America/Chicago"),
        "a session": session.ask("Now: Monday.", zone="America/Chicago", with_person=True),
        "a boundary": boundary.stopped(Stop(f"You can call: {words[:1900]}", may_name=True)),
        "how it is used": records.log(used(people), "America/Chicago"),
        "what I was shown": records.readings(used(people).readings, "America/Chicago"),
        "legal holds": records.holds([Hold(None, NOW), *(Hold(each, NOW) for each in people)], "UTC"),
        "celebrate": celebration.write(ID, "UANA", known.celebrations),
        "preview of a celebration": celebration.preview(
            success := Preview(ID, "UANA", words[:500] or "x", "CWINS", "UCORA", True, Where.CHANNEL, True, False)
        ),
        "preview of a second one": celebration.preview(replace(success, room=False, starts_at=Where.COACH)),
        "a celebration to be changed": celebration.preview(replace(success, gone=True)),
        "preview of an outcome": celebration.preview(replace(success, words="Case closed!")),
        "a coach's sentence": coach_note.ask(NotePlace(ID, "UANA", "CWINS", words[:300])),
        "a coach's note": coach_note.ask(NotePlace(ID, "UANA", None, "")),
        "audience": checkins.audience(
            ID, tuple(Audience), Circle("UANA", "UCORA", "USAM"), Sharing(Audience.COACH, "UCORA", Extent.LAST), people
        ),
        "edit": checkins.edit(ID, lines, known.labels),
        "nothing to edit": checkins.edit(ID, [], {}),
        "topic": request.topic(known, people),
        "preview of a request": request.preview("USAM", people, prompt, "Kin", ["Not this week."] * 60),
        "menu": request.menu(known),
        "whom to suggest something": suggestion.who_and_what(known, "UANA"),
        "a question to suggest": suggestion.questions("UANA", list(known.prompts.values())),
        "setup": setup.setup(plan),
        "first setup": setup.setup(None),
        "enroll": setup.enroll("UCORA"),
        "partner agreement": partners.agreement(say(reviewing.TERMS, words=say("1 year"), facts=say("2 years")), 1),
        "a question to review": partners.review(prompt, known, 162, Say(Verdict.DROP, words[:600], words[:600])),
        **{
            f"a path to review, {key}": partners.review(path, known, 162, Say(Verdict.KEEP, words[:600], words[:600]))
            for key, path in known.paths.items()
        },
        "what families see": partners.families(known.topics["kin"], "4"),
        "every question reviewed": partners.all_done(),
        "invite parent partners": partners.invite(),
        "hand over": handover.ask(),
        "nothing reviewed": partners.results([]),
        "what was said": partners.results([result(words)] * 30),
        "said": said.said("Shoulder to Shoulder", "That is fine."),
    }
    screens = {
        name: reflection.step(each) if each.screen else reflection.sharing(each) for name, each in pages(words).items()
    }
    return drawn | screens | drawn_goals.forms(words, known)


def homes(words: str, people: int = 3) -> dict[str, Drawing]:
    """App Home for somebody with every role and for a stranger, before and after the setup."""
    lines = tuple(Line(f"step{number}", "answer", "What did you try?", words) for number in range(6))
    places = tuple(Coached(ID, f"U{number:09}", number % 2 == 0) for number in range(people))
    kept = tuple(
        Kept(ID, "kin", NOW, Sharing(Audience.COACH, "UCORA"), "path:bias", lines, ("UCORA", "USAM")) for _ in range(8)
    )
    successes = (
        Success(ID, NOW, True, "CWINS", None, words),
        Success(ID, NOW, False, "CWINS", None, words),
        Success(ID, NOW, True, "CWINS", "UCORA", words, ("<@UCORA> on Monday, Nov 2",)),
    )
    mine = Mine(
        place("UANA"),
        say("Your next question comes {when}.", when="*9:30 am*"),
        kept[:2],
        successes=successes[:2],
        more=True,
        session=session_date(),
        goals=drawn_goals.of_one(words),
        going=Ahead("UCORA", NOW, 2),
    )
    shared = tuple(SharedCheckIn("UANA", "kin", lines, NOW) for _ in range(8))
    asked_for = tuple(Asked("UANA", "kin", number % 2 == 0, lines) for number in range(12))
    month = (date(2026, 10, 1), Figures(25, 15, {"kin": 10, "engagement": 5}))
    full = Corner(
        "UANA",
        frozenset(Role),
        True,
        "ULEE",
        mine,
        places,
        shared,
        asked_for,
        NOW,
        "America/Chicago",
        NOW,
        month,
        sessions={ID: session_date()},
        gap=Gap(date(2026, 10, 1), "kin", 15, 10, 10, None),
    )
    nobody = Corner("UPAT", frozenset(), True, "ULEE", None, (), (), (), None, "UTC", None, None)
    full = replace(full, goals=drawn_goals.of_people(words))
    standings = {
        standing: replace(full, mine=replace(mine, place=place("UANA", standing)), asked=())
        for standing in ("invited", "paused")
    }
    corners = {
        "everything": full,
        "nobody": nobody,
        "a coach who wrote": replace(nobody, roles=frozenset({Role.COACH}), people=places, wrote_notes=True),
        "a coach of many": replace(nobody, roles=frozenset({Role.COACH}), people=places, sessions={ID: session_date()}),
        "before the setup": replace(nobody, set_up=False, lead=None),
        "left": replace(full, roles=frozenset()),
        "a parent partner": replace(nobody, partner=part(words)),
        "an invited parent partner": replace(nobody, partner=replace(part(words), agreed=False)),
        "a parent partner who left": replace(nobody, partner=replace(part(words), left=True)),
        "waiting for a word": replace(full, mine=replace(mine, place=place("UANA", silent=5)), asked=()),
        "nothing yet": replace(
            full,
            mine=replace(mine, checkins=(), comes=None, goals=(drawn_goals.goals(words)["waits"],)),
            shared=(),
            digest_at=None,
        ),
        **standings,
    }
    drawn = {name: home(corner, library()) for name, corner in corners.items()}
    given = Given(place("UANA"), kept, successes, ID, first=False)
    drawn["all of it"] = all_of_it(given, library())
    drawn["nothing of it"] = all_of_it(Given(place("UANA"), (), ()), library())
    with read_in("es"):
        return drawn | {"nobody, in Spanish": home(nobody, library().spoken("es"))}


def part(words: str) -> reviews.PartnerCorner:
    """A parent partner who has said something of six questions."""
    said_of = reviews.Mine(ID, "What did you try?", Say(Verdict.CHANGE, words[:600], words[:600]), (("ULEE", NOW),))
    return reviews.PartnerCorner("UPAT", True, False, 3, (said_of,) * 6, "kin", "4")


def result(words: str) -> reviews.Result:
    """What three parent partners said of a question."""
    counts = dict.fromkeys(Verdict, 1)
    said_so = (words[:600],) * 3
    return reviews.Result("kin.bias.1", 1, "What did you try?", "parent partner", counts, said_so, said_so, now=True)


def place(caseworker: str, standing: str = "active", silent: int = 0) -> OwnPlace:
    """A place in the program."""
    roles = Roles(caseworker, "UCORA", "USAM")
    return OwnPlace(ID, roles, "America/Chicago", Standing(standing), None, 2, silent)


def what_goes(words: str) -> Going:
    """A lot that goes to the coach."""
    week = coach_digest(words, 1).digest.people[0]
    lines = tuple(
        Line(f"step{number}", "answer", "What is stuck?", words[:1500], number % 2 == 0) for number in range(12)
    )
    return Going("UCORA", NOW, week, tuple(Held(f"{number:032}", "kin", lines) for number in range(10)))


def session_date() -> NextSession:
    """A date that a coach has set."""
    return NextSession(coach="UCORA", at=NOW, set_by="UCORA")
