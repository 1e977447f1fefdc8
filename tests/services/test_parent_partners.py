"""The records of parent partners: sealed, held, purged and let go like everybody's, on every database."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select, text

from bot.coaching.audience import Surface
from bot.coaching.errors import AgreementChanged, NotAllowed, NotFound, OnHold
from bot.coaching.reviewing import Verdict
from bot.db.chest import Chest
from bot.db.engine import Database
from bot.db.partner_tables import ParentPartner, Review, ReviewRead
from bot.db.tables import Delivery
from bot.services import holds, own_keys, partners, records, reviews
from bot.services.reviews import Say
from tests.db.rows import WORKSPACE
from tests.services.deeds import NOW, count, do
from tests.services.engines import LIBRARY

LATER = NOW + timedelta(days=366)
FIRST, SECOND = ("sts.bias.1", 1), ("sts.bias.2", 1)
SAY = Say(Verdict.CHANGE, feel="I would feel judged.", missing="Ask what helps.")


@pytest.fixture
async def pat(database: Database) -> Database:
    """Pat is a parent partner who said yes, and said something of one question; Lee has read it."""
    await do(database, lambda session: partners.invite(session, WORKSPACE, "UPAT", by="ULEE", now=NOW))
    await do(database, lambda session: partners.say_yes(session, WORKSPACE, "UPAT", now=NOW))
    assert await say(database) is None
    await results(database)
    return database


async def say(database: Database, wording: tuple[str, int] = FIRST, said: Say = SAY, person: str = "UPAT") -> object:
    """Say something of a question; a refusal is an answer."""
    return await do(database, lambda session: reviews.keep(session, LIBRARY, WORKSPACE, person, wording, said, now=NOW))


async def results(database: Database) -> list[reviews.Result]:
    """What Lee sees."""
    found: list[reviews.Result] = await do(
        database,
        lambda session: reviews.results(session, LIBRARY, WORKSPACE, asking="ULEE", surface=Surface.REVIEWS, now=NOW),
    )
    return found


async def mine(database: Database) -> list[reviews.Mine]:
    """What Pat sees."""
    async with database.read() as session:
        return await reviews.mine(session, WORKSPACE, "UPAT", now=NOW)


async def keys(database: Database, person: str) -> dict[str, bytes]:
    """The key of somebody, if there is one."""
    async with database.read() as session:
        chest: Chest = own_keys.chest_of(session)
        return dict(await chest.keys_of(WORKSPACE, [person]))


async def test_only_the_lead_invites(database: Database) -> None:
    """A coach has no parent partners of their own."""
    done = await do(database, lambda session: partners.invite(session, WORKSPACE, "UPAT", by="UCORA", now=NOW))

    assert done is NotAllowed


async def test_nothing_is_kept_before_the_yes(database: Database) -> None:
    """Neither of strangers nor of the invited."""
    assert await say(database) is NotAllowed
    await do(database, lambda session: partners.invite(session, WORKSPACE, "UPAT", by="ULEE", now=NOW))
    assert await say(database) is AgreementChanged
    assert await count(database, Review) == 0


async def test_their_words_are_sealed(pat: Database) -> None:
    """In the table stand bytes that nobody reads."""
    async with pat.engine.connect() as connection:
        (kept,) = (await connection.execute(text("SELECT words FROM reviews"))).scalars()

    assert b"judged" not in bytes(kept)


async def test_what_is_not_shown_is_not_read(pat: Database) -> None:
    """Lee's window holds so many: of the others nobody is told that Lee read them."""
    await say(pat, SECOND)
    before = await count(pat, ReviewRead)

    found = await do(
        pat,
        lambda session: reviews.results(
            session, LIBRARY, WORKSPACE, asking="ULEE", surface=Surface.REVIEWS, most=1, now=NOW
        ),
    )

    assert 1 == len(found)
    assert 1 == await count(pat, ReviewRead) - before


async def test_saying_it_anew_is_no_second_review(pat: Database) -> None:
    """One for each wording; the last word holds."""
    await say(pat, said=Say(Verdict.KEEP))

    (result,) = await results(pat)
    assert dict(result.counts) == {"keep": 1, "change": 0, "drop": 0}
    assert result.feel == ()


async def test_another_wording_is_refused(pat: Database) -> None:
    """What was shown is not what is asked now."""
    assert await say(pat, ("sts.bias.1", 2)) is NotFound


async def test_who_was_shown_the_words_is_told_to_their_author(pat: Database) -> None:
    """Reading them oneself is no reading."""
    await mine(pat)

    (own,) = await mine(pat)
    assert [reader for reader, _ in own.reads] == ["ULEE"]


async def test_nobody_changes_what_is_somebody_elses(pat: Database) -> None:
    """An id of another's leads nowhere."""
    (own,) = await mine(pat)

    done = await do(pat, lambda session: reviews.withdraw(session, WORKSPACE, "UANA", own.review_id))

    assert done is NotFound


async def test_a_hold_keeps_what_was_said(pat: Database) -> None:
    """No change, nothing taken back, nothing erased, nothing purged."""
    await do(pat, lambda session: holds.place(session, WORKSPACE, "UPAT", by="ULEE", now=NOW))
    (own,) = await mine(pat)

    assert await say(pat, said=Say(Verdict.DROP)) is OnHold
    assert await do(pat, lambda session: reviews.withdraw(session, WORKSPACE, "UPAT", own.review_id)) is OnHold
    with pytest.raises(OnHold):
        await records.erase(pat, WORKSPACE, "UPAT", by="UPAT", now=NOW)
    await records.purge(pat, WORKSPACE, now=LATER + timedelta(days=5000))
    assert (await mine(pat))[0].said == SAY


async def test_a_hold_on_its_reader_keeps_that_it_was_read(pat: Database) -> None:
    """What the lead was shown is part of the lead's records."""
    await do(pat, lambda session: holds.place(session, WORKSPACE, "ULEE", by="ULEE", now=NOW))

    await records.purge(pat, WORKSPACE, now=LATER + timedelta(days=730))

    assert await count(pat, ReviewRead) == 1


async def test_words_go_before_the_facts(pat: Database) -> None:
    """After a year the words, after two that there was a review; the last word on it is counted until then."""
    counts = await records.purge(pat, WORKSPACE, now=LATER)
    assert counts["words"] == 1
    assert (await mine(pat))[0].said == Say(Verdict.CHANGE)

    counts = await records.purge(pat, WORKSPACE, now=LATER + timedelta(days=366))
    assert counts["facts"] >= 1
    assert await mine(pat) == []


async def test_a_purge_of_nothing_counts_nothing(pat: Database) -> None:
    """What has no words, or not had its time, is no row of the count."""
    assert (await records.purge(pat, WORKSPACE, now=NOW))["words"] == 0


async def test_who_was_erased_has_no_key(pat: Database) -> None:
    """What they said is gone, in every copy; that they take part stays."""
    assert await records.erase(pat, WORKSPACE, "UPAT", by="UPAT", now=NOW) == 1

    assert await keys(pat, "UPAT") == {}
    assert await count(pat, Review) == 0
    assert await count(pat, ParentPartner) == 1


async def test_who_left_is_let_go_with_their_last_record(pat: Database) -> None:
    """Their part and their key, when nothing speaks of them any more."""
    await do(pat, lambda session: partners.leave(session, WORKSPACE, "UPAT", now=NOW))
    await records.purge(pat, WORKSPACE, now=NOW)
    assert await count(pat, ParentPartner) == 1

    await do(pat, lambda session: session.execute(delete(Delivery).where(Delivery.target == "UPAT")))
    await records.purge(pat, WORKSPACE, now=LATER + timedelta(days=730))

    assert await count(pat, ParentPartner) == 0
    assert await keys(pat, "UPAT") == {}


async def test_two_parent_partners_are_counted_together(pat: Database) -> None:
    """Their words stand in the order of the alphabet, which tells of nobody."""
    await do(pat, lambda session: partners.invite(session, WORKSPACE, "UZOE", by="ULEE", now=NOW))
    await do(pat, lambda session: partners.say_yes(session, WORKSPACE, "UZOE", now=NOW))
    await say(pat, said=Say(Verdict.KEEP, feel="A good one."), person="UZOE")

    (result,) = await results(pat)
    assert dict(result.counts) == {"keep": 1, "change": 1, "drop": 0}
    assert result.feel == ("A good one.", "I would feel judged.")


async def test_somebody_asked_twice_is_asked_once(pat: Database) -> None:
    """A second invitation changes nothing while they take part, and after they left it asks anew, or not."""

    async def ask(anew: bool) -> bool:
        done = await do(
            pat, lambda session: partners.invite(session, WORKSPACE, "UPAT", by="ULEE", anew=anew, now=LATER)
        )
        return bool(done)

    assert not await ask(anew=True)
    await do(pat, lambda session: partners.leave(session, WORKSPACE, "UPAT", now=NOW))
    assert not await ask(anew=False)
    assert await ask(anew=True)
    async with pat.read() as session:
        part = await session.scalar(select(ParentPartner))
    assert part is not None
    assert part.agreed_to is None


async def test_a_path_is_reviewed_like_a_question(pat: Database) -> None:
    """One for each version; the lead sees it by its title, counted, and another version is refused."""
    path = LIBRARY.paths["bias"]
    wording = ("path:bias", path.version)

    assert await say(pat, wording, Say(Verdict.KEEP)) is None
    (result,) = [each for each in await results(pat) if each.prompt_id == "path:bias"]

    assert (path.title, {"keep": 1, "change": 0, "drop": 0}, True) == (result.question, dict(result.counts), result.now)
    assert await say(pat, ("path:bias", path.version + 1)) is NotFound
    assert await say(pat, ("path:agreement", LIBRARY.paths["agreement"].version)) is NotFound


async def test_a_path_that_was_looked_at_waits_no_longer(pat: Database) -> None:
    """The queue is one shorter, and the path is in it no more."""
    before = await do(pat, lambda session: reviews.how_many_wait(session, LIBRARY, WORKSPACE, "UPAT"))
    await say(pat, ("path:bias", LIBRARY.paths["bias"].version))
    after = await do(pat, lambda session: reviews.how_many_wait(session, LIBRARY, WORKSPACE, "UPAT"))

    assert 1 == before - after
