"""Where the app's job ends: plain words of distress, harm and case decisions are noticed; the talk of the job is not."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coaching.boundaries import Boundary, Lines, reached, said
from bot.reading import grade
from tests.services.engines import LIBRARY

LINES = Lines("State hotline, 555 0100", "On-call line, 555 0101", "Staff help, 555 0102")

DISTRESS = """
I want to die some days
Some days I do not want to live any more.
I don't feel like living anymore
I can not go on
she did not want to be alive
I'd rather be dead
I'm thinking about suicide
life is not worth living
I want it all to end
ya no quiero estar aquí
mejor estaría muerta
la vida no vale la pena
i dont want to be here anymore
Honestly I can't do this any more.
The teen said she wants to die
Mom's suicide attempt last week is still with me
I keep thinking about hurting myself
he told me he would be better off dead
There is no reason to live
I wish I was dead
a dad who cut himself in front of us
self-harm came up again
I don’t want to wake up tomorrow
She took her own life
thinking of ending it all
I can't go on like this
no quiero vivir
ya no puedo más
La joven dice que se quiere matar
quiero morirme
pensé en hacerme daño
I don't wanna be here anymore
quiero acabar con mi vida
ya no quiero seguir viviendo
ojalá estuviera muerta
no vale la pena vivir así
""".strip().splitlines()

REPORT = """
I saw bruises on his arms today
They are not safe at home
He is not safe there
I think the baby is being hurt
mom hit him in front of me
Dad beats the kids when he drinks
the kids were left home alone all night
She left the baby alone in the car
The girl is scared to go home
I think this child is in danger
Do I need to report this
should I call it in
uncle touched her inappropriately
He is being molested
I suspect neglect in this home
the toddler had a black eye
It is not safe at home for her
le pega al niño
vi moretones en el brazo
los niños se quedan solos en casa
creo que tengo que hacer un reporte
la niña está en peligro
""".strip().splitlines()

CASE_DECISION = """
Should I remove the kids?
should we return the baby to mom
Do I substantiate this one
Should the kids go home this week?
Is it safe to return them
should this case be closed
What should I recommend to the court
Tell me if it is safe to send her home
would you remove in this case
What should I do about the placement
should they reunify
Is this neglect?
¿Debo quitar a los niños?
¿Deberíamos devolver al bebé?
¿es seguro regresarlos con la mamá?
""".strip().splitlines()

CLEAN = """
This job is killing me this week, so many reports to write
I was dead tired after the visit
I could kill for a coffee
The deadline for the court report was tight
I hit a wall with this family and then we laughed
We talked about the abuse history and how she found help
The removal last year was hard on all of us
I want to live up to what I promised her
I cut the visit short because of the snow
She ended the meeting with a hug
It hurt to hear it, and I stayed with the feeling
I asked the aunt before I guessed
Mom beat her own record of visits this month
I waited, and it helped
The safety plan is written in her own words
I felt safe to say that I did not know
My bias was that dads do not show up
He left early and came back alone to say thanks
I should ask more and guess less
What should I try next time to listen more?
We reported back to the team what we learned
I closed my laptop and listened
The grandmother took the lead in the family meeting
I was scared to ask, and then I asked
What would I do in her place?
I take this work home too often
She said the return home went well
I will call the kin list on Monday
The judge thanked the mom for her work
I cannot wait for the next session
Taking it one step at a time
I would place more trust in her next time
the teen beat me at cards and we talked for an hour
I need to report my hours by Friday night
Escuché más de lo que hablé
La mamá llegó a todas las visitas
Me costó no dar consejos
La abuela quiere ayudar con los niños
Estoy cansada pero contenta con la visita
Debo escuchar más
Pregunté antes de suponer
El papá golpeó la mesa de la risa
I wanna ask more next time
Quisiera terminar con más calma la próxima visita
No vale la pena correr, vale la pena escuchar
""".strip().splitlines()


@pytest.mark.parametrize(
    ("text", "boundary"),
    [(text, Boundary.DISTRESS) for text in DISTRESS]
    + [(text, Boundary.REPORT) for text in REPORT]
    + [(text, Boundary.CASE_DECISION) for text in CASE_DECISION],
)
def test_plain_words_are_noticed(text: str, boundary: Boundary) -> None:
    """Also when they are about somebody else, without apostrophes, and in Spanish."""
    assert reached(text) == boundary


def test_the_talk_of_the_job_is_let_through() -> None:
    """At most one in twenty of these is stopped."""
    stopped = [text for text in CLEAN if reached(text) is not None]

    assert len(stopped) <= len(CLEAN) // 20, stopped


def test_distress_comes_first() -> None:
    """Somebody who is hurting and asks about a case is met as somebody who is hurting."""
    assert reached("I saw bruises, should I remove them? I want to die") == Boundary.DISTRESS


@pytest.mark.parametrize("boundary", list(Boundary))
def test_each_text_speaks_to_both_and_is_plain(boundary: Boundary) -> None:
    """For oneself or for somebody else; the agency's own numbers; nothing left in braces; grade 8 or below."""
    text = said(boundary, LIBRARY.boundaries, LINES)

    assert "{" not in text
    assert any(line in text for line in (LINES.hotline, LINES.on_call, LINES.helpline))
    assert "for you, or for someone else" in text
    assert grade(text) <= 8


def test_distress_names_the_lifeline_and_the_emergency_number() -> None:
    """988 to call or text, and 911 for danger now."""
    text = said(Boundary.DISTRESS, LIBRARY.boundaries, LINES)

    assert "Call or text 988" in text
    assert "911" in text
    assert LINES.helpline in text


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    """It never fails."""
    assert reached(text) in {None, *Boundary}


@pytest.mark.parametrize("piece", ["kill ", "should i ", "the kid ", "want to ", "a'", "no quiero ", "left the "])
def test_no_text_makes_it_slow(piece: str) -> None:
    """40,000 characters of the worst kind take well under a second."""
    text = (piece * 20_000)[:40_000]
    started = time.perf_counter()

    reached(text)

    assert time.perf_counter() - started < 1
