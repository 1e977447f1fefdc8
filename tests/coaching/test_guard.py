"""What the guard asks people to take out, and what it leaves alone."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.coaching import guard
from bot.coaching.errors import Rephrase, TooLong


def several(texts: str) -> list[str]:
    return texts.strip("|").split("|")


CAUGHT = {
    guard.PHONE: (
        "(913) 555-0142|(913)555-0142|913-555-0142|913.555.0142|913 555 0142|913/555-0142|913–555–0142|9135550142|"
        "+1 913 555 0142|1-913-555-0142|+19135550142|913-5550142|555-0142|555.0142|call her at 555 0142|"
        "tel:+19135550142"
    ),
    guard.EMAIL: (
        "ana@example.org|ana.b+c@dcf.ks.gov|ANA@EXAMPLE.COM|a_b@c-d.co.uk|name at place dot com|"
        "name (at) place (dot) com|name [at] place.com|name at sub dot place dot org|<mailto:a@b.com|"
    ),
    guard.LINK: (
        "http://example.com|https://x.y/z?q=1|www.example.org|example.com|go to facebook.com/some.person now|"
        "maps.google.com|bit.ly/abc"
    ),
    guard.SSN: "123-45-6789|123 45 6789|123.45.6789|123456789|ssn 6789|SSN: 6789",
    guard.CASE: (
        "23-JC-0147|JV-19-00231|2024-JV-000123|19JC00123|23 JC 0147|case #48213|Case 48213|case no. 48213|"
        "case number: 48213|case number is 48213|case id 48213|Case No: JV-19-2|docket 2024CV001|docket no 19-0231|"
        "#48213|ID 4821399|CINC 22-145|KAECSES 0012345678|2019-004512|1234567"
    ),
    guard.DATE: (
        "3/14/2019|3/14/19|03-14-2019|03-14-19|14.03.2019|3 / 14 / 2019|2019-03-14|2019/03/14|March 14, 2019|"
        "march 14 2019|March 14th, 2019|Mar. 14 2019|Mar 14 '19|May the 3rd, 2021|14 Mar 2019|14-Mar-2019|"
        "14th of March 2019|dob 3/14/19|DOB: 3/14|born March 14"
    ),
    guard.ADDRESS: (
        "1420 Oak St|1420 Oak St on the way|1420 oak st|100 oak street|77 W. Maple Avenue Apt 3|12 North Main Street|"
        "1420 5th St.|1420 SW 6th Ave|9 Elm Court|3000 Martin Luther King Blvd|apt 3|"
        "PO Box 12|P.O. Box 12|p.o. box 1200"
    ),
}
CASES = [(kind, text) for kind, texts in CAUGHT.items() for text in several(texts)]

FINE = several(
    "24/7|1 of 3|Section 8|2 a.m.|9:30|next Tuesday|in 3 days|Room 304|PHQ-9|page 112|50/50|911|988|1-2 visits|$1,200|"
    "20 minutes|March|grade 8.5|24/7/365|1, 2, 3|100%|1/2|3-4 times|10,000 steps|1,000,000|number 1 goal|in 2019|"
    "May 2024|Q3 2024|FY2024|2024-2025|1990s|COVID-19|GAD-7 and PHQ-9|H1N1|Title IV-E|5:00-6:30|9:30am-10:30am|"
    "call 988|<@U024BE7LH> asked|a 5-minute walk|e.g. a call|Wait.what|born in spring|case plan 2024|"
    "my case: 12 visits|in case 2 people come|the file is 20 pages|no 2 visits are the same|2 weeks ago I drove|"
    "I had 3 hearings in court|20 minutes before court|the 304 Juvenile Court room|at 3 I went to Family Court|"
    "10 more times on the road|12 youth on the street|3 kids in 2 homes, 4 visits on the way|"
    "I looked at the dot|First I asked, then I listened. She had the answer."
)

plain_words = st.lists(st.sampled_from(several("I|asked|the|mom|and|she|said|we|can|try|it|then")), max_size=6)
digits = st.integers(0, 9)


@pytest.mark.parametrize(("kind", "text"), CASES)
def test_a_mark_of_a_real_family_is_noticed(kind, text):
    """Each in the way people type it."""
    assert kind in {found.kind for found in guard.identifiers(text)}


@pytest.mark.parametrize(("kind", "text"), CASES)
def test_it_is_noticed_inside_a_sentence_too(kind, text):
    """Words before and a full stop after change nothing."""
    assert kind in {found.kind for found in guard.identifiers(f"I wrote down {text}. Then we talked.")}


@pytest.mark.parametrize("text", FINE)
def test_ordinary_numbers_and_words_are_left_alone(text):
    """A guard that cries wolf is soon ignored."""
    assert guard.identifiers(text) == ()


def test_it_says_where():
    """From the first character of the mark to just after its last."""
    (found,) = guard.identifiers("Her phone is (913) 555-0142, I think.")

    assert (found.start, found.end) == (13, 27)


def test_several_are_given_in_order():
    """As they stand in the text."""
    found = guard.identifiers("On 3/14/2019 at 1420 Oak St, see case #48213")

    assert [each.kind for each in found] == [guard.DATE, guard.ADDRESS, guard.CASE]


def test_the_answer_names_the_kinds_and_never_the_words():
    """A kind sentence: what was seen, that it was not kept, and what to write instead."""
    with pytest.raises(Rephrase) as refusal:
        guard.check("Call 913-555-0142 or 913-555-0143 by 3/14/2019")

    assert "a phone number and a full date" in str(refusal.value)
    assert "It was not kept" in str(refusal.value)
    assert not any(letter.isdigit() for letter in str(refusal.value))


def test_words_without_marks_pass():
    """Nothing is said about them."""
    guard.check("I asked the mom what would help, and she told me. 2 of 3 visits went well.")


def test_what_is_too_long_to_read_is_not_let_through():
    """Over 40,000 characters the answer is to make it shorter."""
    with pytest.raises(TooLong):
        guard.check("a" * (guard.LONGEST + 1))


@given(
    plain_words, st.integers(2, 9), st.integers(2, 9), st.lists(digits, min_size=8, max_size=8), st.sampled_from("-. ")
)
def test_any_us_phone_number_is_noticed(words, area, exchange, rest, between):
    """Whatever the digits and the sentence around them."""
    end = "".join(map(str, rest))
    number = between.join((f"{area}{end[:2]}", f"{exchange}{end[2:4]}", end[4:]))

    assert guard.PHONE in {found.kind for found in guard.identifiers(f"{' '.join(words)} {number} ok")}


@given(plain_words, st.dates(), st.sampled_from(["%m/%d/%Y", "%Y-%m-%d", "%B %d, %Y", "%d %b %Y"]))
def test_any_full_date_is_noticed(words, day, form):
    """From the years that living people were born in."""
    day = day.replace(year=1900 + day.year % 200, day=min(day.day, 28))

    assert guard.DATE in {found.kind for found in guard.identifiers(f"{' '.join(words)} {day.strftime(form)}")}


@given(st.text(alphabet=st.sampled_from("aA1290 -./#@,()dotatcase\n’é "), max_size=200))
def test_marks_never_overlap_and_lie_within_the_text(text):
    """Whatever is typed: in order, not empty, and inside."""
    ends = [0, *(end for found in guard.identifiers(text) for end in (found.start, found.end)), len(text)]

    assert ends == sorted(ends)
    assert all(found.start < found.end for found in guard.identifiers(text))


UNKIND = several(
    "a-|1-|1 |1a|a.|a@|case #1 |(|913 555 |1 Oak |at |A1-|3/14/|a at a dot |1420 a b c d |555-0142 |9|a| |\n|ab1-|jc |"
    "é|@a.|www.|http://|case no. |1th|a dot |12 a a a a |23-JC-|PO Box |dob "
)


def seconds(text: str) -> float:
    """The best of three tries, in processor time: the machine may be busy with others."""
    tries = []
    for _ in range(3):
        start = time.process_time()
        guard.identifiers(text)
        tries.append(time.process_time() - start)
    return min(tries)


@pytest.mark.parametrize("unit", UNKIND)
def test_forty_thousand_unkind_characters_are_read_in_half_a_second(unit):
    """Each of these repeats made some pattern slow once, or could."""
    assert seconds((unit * guard.LONGEST)[: guard.LONGEST]) < 0.5


@settings(max_examples=15, deadline=None)
@given(st.text(alphabet=st.sampled_from("aA19 -./#@(:,"), min_size=1, max_size=12), st.text(max_size=5))
def test_no_repeat_of_anything_is_slow(unit, end):
    """Forty thousand characters of any short repeat, with any end."""
    assert seconds((unit * guard.LONGEST)[: guard.LONGEST - len(end)] + end) < 0.5
