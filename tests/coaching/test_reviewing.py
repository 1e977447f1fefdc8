"""How parent partners look at the questions: what comes first, and what is left when only reviewed ones go out."""

from collections import Counter
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.coaching import choosing, printed, prompts, reviewing
from bot.coaching.past import Past
from bot.coaching.questions import Library, Path, Prompt, Review, YouSaid
from bot.coaching.reviewing import FIRST, FRAME, only_reviewed, queue, wording_of
from tests.services.engines import LIBRARY

TODAY = date(2026, 11, 2)
IDS = sorted(LIBRARY.prompts)
PATHS = set(LIBRARY.paths) - set(FRAME)
KIN = '[[said]]\nyou_said = "Do not ask how many are left to call."\nwe_did = "We took it out."\ntopic = "kin"\non = 2027-01-15\n'


def reviewed(ids: set[str]) -> Library:
    """The library in which these questions are reviewed."""
    return replace(
        LIBRARY,
        prompts={
            id_: replace(each, review=Review.REVIEWED) if id_ in ids else each for id_, each in LIBRARY.prompts.items()
        },
    )


def test_what_was_never_put_to_parents_comes_first() -> None:
    """Stress, then anti-racist practice, then everything else."""
    topics = list(dict.fromkeys(each.topic for each in queue(LIBRARY, {}, set())))

    assert tuple(topics[:2]) == FIRST
    assert set(topics) == {*LIBRARY.topics, None}  # some paths are about no topic


@given(st.sets(st.sampled_from(IDS)), st.dictionaries(st.sampled_from(IDS), st.integers(1, 5)))
def test_nobody_is_asked_the_same_wording_twice(mine: set[str], times: dict[str, int]) -> None:
    """Everything else waits, and within a topic group what was looked at least comes first."""
    counted = Counter({wording_of(LIBRARY.prompts[id_]): count for id_, count in times.items()})

    waiting = queue(LIBRARY, counted, {wording_of(LIBRARY.prompts[id_]) for id_ in mine})

    assert {each.id for each in waiting if isinstance(each, Prompt)} == set(IDS) - mine
    assert {each.id for each in waiting if isinstance(each, Path)} == PATHS
    rest = [counted[wording_of(each)] for each in waiting if each.topic not in FIRST]
    assert rest == sorted(rest)


def test_a_new_wording_comes_back() -> None:
    """What was said of version 1 says nothing of version 2."""
    old = LIBRARY.prompts["kin.bias.1"]
    library = replace(LIBRARY, prompts={**LIBRARY.prompts, old.id: replace(old, version=2)})

    assert old.id in {each.id for each in queue(library, {}, {wording_of(old)})}


@given(st.sets(st.sampled_from(IDS), max_size=8))
def test_only_reviewed_questions_are_ever_chosen(ids: set[str]) -> None:
    """Whatever is reviewed: the clock picks from it or says nothing, and a topic without any is on no menu."""
    library = only_reviewed(reviewed(ids))

    chosen = choosing.choose(choosing.cells_of(library.prompts.values()), Past(), TODAY)

    assert (chosen.id in ids) if chosen else not ids
    assert {key for key, topic in library.topics.items() if topic.in_use} == {LIBRARY.prompts[id_].topic for id_ in ids}


def test_what_is_held_back_can_still_be_looked_at() -> None:
    """A draft has to be read by parent partners before it can be reviewed."""
    assert len(queue(only_reviewed(LIBRARY), {}, set())) == len(LIBRARY.prompts) + len(PATHS)


def with_paths(ids: set[str]) -> Library:
    """The library in which these paths are reviewed."""
    paths = {
        id_: replace(each, review=Review.REVIEWED if id_ in ids else each.review) for id_, each in LIBRARY.paths.items()
    }
    return replace(LIBRARY, paths=paths)


@given(st.sets(st.sampled_from(sorted(PATHS))))
def test_only_reviewed_paths_are_on_the_menu_or_come_later(ids: set[str]) -> None:
    """What waits is on no menu and is no part of another; the agreement and the words around a request wait for nothing."""
    library = only_reviewed(with_paths(ids))

    assert {id_ for id_, each in library.paths.items() if each.in_menu} <= ids
    assert {part.path for each in library.paths.values() for part in each.parts} <= ids
    assert {id_ for id_, each in library.paths.items() if each.is_asked} == ids | {"agreement", "asked"}
    assert reviewing.paths_left(library) == (len(ids), len(PATHS))


def test_a_path_is_looked_at_in_the_place_of_its_topic() -> None:
    """The look at one's own wellbeing comes with stress; a new version of a path comes back."""
    bias = replace(LIBRARY.paths["bias"], version=99)
    library = replace(LIBRARY, paths={**LIBRARY.paths, "bias": bias})
    seen = {wording_of(each) for each in queue(LIBRARY, {}, set())}

    assert [bias] == queue(library, {}, seen)


def test_what_is_on_no_screen_of_theirs_is_not_looked_at() -> None:
    """The agreement is read by everybody before their yes; it is no question."""
    assert {"agreement", "asked"}.isdisjoint(each.id for each in queue(LIBRARY, {}, set()))


def test_a_page_of_all_paths_has_each_step() -> None:
    """For a room of people, as the pages of the topics are."""
    page = printed.paths_page(LIBRARY)

    assert page.count("<article>") == len(PATHS)
    assert "What kinds of situations trigger" in page or LIBRARY.paths["bias"].title in page


@given(st.sets(st.sampled_from(IDS)))
def test_what_is_left_is_counted_by_topic(ids: set[str]) -> None:
    """The reviewed and all, and together they are the library."""
    left = list(reviewing.left(reviewed(ids)))

    assert sum(sum(each.reviewed.values()) for each in left) == len(ids)
    assert sum(sum(each.all.values()) for each in left) == len(LIBRARY.prompts)


def test_a_page_has_each_question_of_its_topic_and_room_to_write() -> None:
    """With version and status on each, and no script to run."""
    page = printed.topic_page(LIBRARY.topics["sts"], LIBRARY)

    asked = [each for each in reviewing.pieces(LIBRARY) if each.topic == "sts"]
    assert page.count("<article>") == len(asked)
    assert page.count("Draft: parent partners have not reviewed it yet.") == len(asked)
    assert page.count("How would you feel if your worker was asked this?") == len(asked)
    assert "<script" not in page


def test_what_an_agency_wrote_is_text_on_the_page() -> None:
    """A sign in somebody's words is no markup."""
    library = replace(LIBRARY, said=(YouSaid("Ask <b>less</b> & listen.", we_did="We did."),))

    assert "Ask &lt;b&gt;less&lt;/b&gt; &amp; listen." in printed.said_page(library)


def complaints(text: str) -> list[str]:
    """What is wrong with a page of what was said."""
    return [
        each.sentence for each in prompts.faults({"prompts/said.toml": text}, None) if each.file == "prompts/said.toml"
    ]


def test_what_was_said_is_answered() -> None:
    """What was done, or what was not done and why."""
    assert complaints(KIN.replace('topic = "kin"\n', "")) == []
    assert "Say what came of it" in complaints(KIN.replace('we_did = "We took it out."\n', ""))[0]
    assert "needs a reason" in complaints('[[said]]\nyou_said = "Less."\nwe_did_not = "We kept it."\n')[0]


def test_what_was_said_of_a_topic_is_on_its_page() -> None:
    """So that the same people see it when they read the topic again."""
    said = YouSaid("Do not count.", we_did_not="We kept one.", because="It is asked once.", topic="kin")
    library = replace(LIBRARY, said=(said,))

    assert "You said:</b> Do not count." in printed.topic_page(library.topics["kin"], library)
    assert "Do not count." not in printed.topic_page(library.topics["sts"], library)
