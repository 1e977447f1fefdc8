"""The least that any digest must do: read the answers that were shared this week, and open them."""

from bench import ours
from bench.bulk import Store

ANSWERS = """
    SELECT checkins.author, answers.reflection_id, answers.step, answers.question, answers.words
    FROM checkins JOIN answers ON answers.reflection_id = checkins.reflection_id
    WHERE checkins.workspace = '{team}' AND checkins.reader = '{coach}' AND checkins.withdrawn_at IS NULL
        AND checkins.made_at >= {since} AND checkins.made_at < {until}
    ORDER BY checkins.made_at"""


def read(store: Store, keys: Store, above: bytes, *, team: str, coach: str, week: tuple[str, str]) -> int:
    """One coach's week, with one query for the answers and one for their authors' keys; gives how many were opened."""
    since, until = week
    answers = store.all(ANSWERS.format(team=team, coach=coach, since=since, until=until))
    authors = ", ".join(f"'{author}'" for author, *_ in answers)
    wrapped = dict(keys.all(f"SELECT person, wrapped FROM data_keys WHERE person IN ({authors})"))
    words = [
        ours.unsealed(above, wrapped[author], kept, author, reflection, step)
        for author, reflection, step, _, kept in answers
    ]
    return len(words)
