"""`shoulder roster import`: every line of the file, or none; and each bad line is named."""

import aiohttp
import pytest

from bot.app import open_database
from bot.sandbox.run import WORKSPACE
from bot.sandbox.server import Sandbox
from bot.services import enrollments
from bot.settings import Settings
from tests.cli.typed import Said, Shoulder, dump, enrolled
from tests.world import MONDAY_9_29, in_one_process

pytestmark = pytest.mark.asyncio(loop_scope="module")

HEADING = "caseworker,coach,supervisor,channel,zone,days,time"
ANA = "UANA,UCORA,USAM,CWINS,,Mon Wed,9:30-12:30"
BEN = "UBEN,UCORA,USAM,CWINS,America/New_York,Tue Thu,9:30-12:30"


def roster(settings: Settings, *lines: str, heading: str = HEADING, start: str = "", end: str = "\n") -> str:
    """Write a roster file; gives its path."""
    path = settings.data_dir.parent / "people.csv"
    path.write_bytes((start + end.join([heading, *lines]) + end).encode())
    return str(path)


async def test_a_good_roster_invites_everybody(shoulder: Shoulder, ready: Settings) -> None:
    """Each line is a place in the program; an empty zone is the one that Slack knows."""
    said = await shoulder("roster", "import", roster(ready, ANA, BEN))

    assert Said(0, "2 invited or changed, 0 as before.\n", "") == said
    assert [
        ("UANA", "UCORA", "USAM", "CWINS", "America/Chicago", "0,2", "invited"),
        ("UBEN", "UCORA", "USAM", "CWINS", "America/New_York", "1,3", "invited"),
    ] == enrolled(ready)


async def test_a_second_import_of_the_same_file_changes_nothing(shoulder: Shoulder, ready: Settings) -> None:
    """Not one row of the database."""
    file = roster(ready, ANA, BEN)
    await shoulder("roster", "import", file)
    before = dump(ready)

    said = await shoulder("roster", "import", file)

    assert "0 invited or changed, 2 as before.\n" == said.out
    assert before == dump(ready)


async def ana_leaves(settings: Settings) -> None:
    """With one click, and nobody is told."""
    async with open_database(settings) as database, database.begin() as session:
        await enrollments.leave(session, WORKSPACE, "UANA", version=1, now=MONDAY_9_29)


async def test_an_import_leaves_those_alone_who_left(shoulder: Shoulder, ready: Settings) -> None:
    """The office keeps its file and brings it in again: Ana is not asked back, and the office does not learn of it."""
    file = roster(ready, ANA, BEN)
    await shoulder("roster", "import", file)
    await ana_leaves(ready)
    before = dump(ready)

    said = await shoulder("roster", "import", file)

    assert "0 invited or changed, 2 as before.\n" == said.out
    assert before == dump(ready)


async def test_a_new_coach_is_the_same_news_of_those_who_left(shoulder: Shoulder, ready: Settings) -> None:
    """Their line counts as anybody's would, and they are sent nothing."""
    await shoulder("roster", "import", roster(ready, ANA, BEN))
    await ana_leaves(ready)

    said = await shoulder("roster", "import", roster(ready, *(line.replace("UCORA", "UDEE") for line in (ANA, BEN))))

    assert "2 invited or changed, 0 as before.\n" == said.out
    assert ("UANA", "UDEE", "left") == (*enrolled(ready)[0][:2], enrolled(ready)[0][-1])


async def test_people_can_be_named_by_e_mail(shoulder: Shoulder, ready: Settings) -> None:
    """In any of the three places, in capitals too."""
    line = "Ana@prairie.example,cora@prairie.example,USAM,CWINS,,Mon,9:30"

    said = await shoulder("roster", "import", roster(ready, line))

    assert 0 == said.code
    assert [("UANA", "UCORA")] == [row[:2] for row in enrolled(ready)]


AS_SPREADSHEETS_SAVE = {
    "with a mark at the start": {"start": "\ufeff"},
    "with Windows line ends": {"end": "\r\n"},
    "with an empty line at the end": {"end": "\n\n"},
    "with capitals in the heading": {"heading": HEADING.upper()},
    "with blanks in the heading": {"heading": HEADING.replace(",", " , ")},
    "with another column": {"heading": HEADING + ",notes"},
    "with semicolons": {"heading": HEADING.replace(",", ";"), "line": ANA.replace(",", ";")},
}


@pytest.mark.parametrize("way", AS_SPREADSHEETS_SAVE.values(), ids=AS_SPREADSHEETS_SAVE)
async def test_a_file_is_read_as_spreadsheets_save_it(shoulder: Shoulder, ready: Settings, way: dict[str, str]) -> None:
    """Nobody has to know what a byte order mark is."""
    line = {"line": ANA} | way
    said = await shoulder("roster", "import", roster(ready, line.pop("line"), **line))

    assert (0, "1 invited or changed, 0 as before.\n") == (said.code, said.out)


BAD_LINES = [
    ("UNOBODY,UCORA,USAM,CWINS,,Mon,9:30", "UNOBODY is nobody in this workspace"),
    ("who@else.example,UCORA,USAM,CWINS,,Mon,9:30", "who@else.example is nobody in this workspace"),
    ("UANA,UBOT,USAM,CWINS,,Mon,9:30", "UBOT cannot be part of the program"),
    (",UCORA,USAM,CWINS,,Mon,9:30", "caseworker is empty"),
    ("UANA,,USAM,CWINS,,Mon,9:30", "coach is empty"),
    ("UANA,UCORA,USAM,#wins,,Mon,9:30", "channel #wins is not a Slack channel id"),
    ("UANA,UCORA,USAM,Casework,,Mon,9:30", "channel Casework is not a Slack channel id"),
    ("UANA,UCORA,USAM,CWINS,Mars/Base,Mon,9:30", "That time zone cannot be read"),
    ("UANA,UCORA,USAM,CWINS,,Someday,9:30", "Those days cannot be read"),
    ("UANA,UCORA,USAM,CWINS,,Mon-Fri,9:30", "at most 3 days"),
    ("UANA,UCORA,USAM,CWINS,,Mon,soon", "Those hours cannot be read"),
    ("UANA,UCORA", "supervisor is empty"),
]


@pytest.mark.parametrize(("line", "reason"), BAD_LINES)
async def test_a_bad_line_is_named_with_its_number_and_reason(
    shoulder: Shoulder, ready: Settings, line: str, reason: str
) -> None:
    """And nothing of the file is imported, the good line before it neither."""
    before = dump(ready)

    said = await shoulder("roster", "import", roster(ready, BEN, line))

    assert (1, "") == (said.code, said.out)
    assert "line 3: " in said.err
    assert reason in said.err
    assert "Traceback" not in said.err
    assert before == dump(ready)


async def test_every_bad_line_is_named_at_once(shoulder: Shoulder, ready: Settings) -> None:
    """Nobody has to mend and try line by line."""
    said = await shoulder("roster", "import", roster(ready, "UANA,,,,,,", BEN, "UBEN,UCORA,USAM,CWINS,,Mon,9:30"))

    assert {"line 2", "line 4"} == {line.partition(":")[0] for line in said.err.splitlines()}


@pytest.mark.parametrize("second", ["UANA", "uana", "ana@prairie.example"])
async def test_a_person_who_is_there_twice_is_named(shoulder: Shoulder, ready: Settings, second: str) -> None:
    """However they are written the second time."""
    before = dump(ready)

    said = await shoulder("roster", "import", roster(ready, ANA, ANA.replace("UANA", second)))

    assert f"line 3: {second} is on line 2 already\n" == said.err
    assert before == dump(ready)


@pytest.mark.parametrize(
    "note", ['"they said', '"' + "a long file" * 20_000], ids=["short", "longer than a cell can be"]
)
async def test_a_quotation_that_never_ends_swallows_nobody(shoulder: Shoulder, ready: Settings, note: str) -> None:
    """In a column of the agency's own: Ben, on the next line, would not be invited, and nothing would say so."""
    file = roster(ready, f'{ANA},"on leave, then\nback"', f"{ANA},{note}", f"{BEN},", heading=f"{HEADING},notes")

    said = await shoulder("roster", "import", file)

    assert Said(1, "", "line 4: a quotation mark opens here and is never closed\n") == said
    assert [] == enrolled(ready)


async def test_a_file_without_a_heading_is_refused(shoulder: Shoulder, ready: Settings) -> None:
    """The missing columns are named."""
    said = await shoulder("roster", "import", roster(ready, ANA, heading="caseworker,coach,supervisor"))

    assert (1, "line 1: the heading has no column channel, zone, days, time\n") == (said.code, said.err)


@pytest.mark.parametrize("content", [b"", b"\n", HEADING.encode()])
async def test_a_file_with_nobody_in_it_is_refused(shoulder: Shoulder, ready: Settings, content: bytes) -> None:
    """With a line that says so."""
    file = ready.data_dir.parent / "people.csv"
    file.write_bytes(content)

    said = await shoulder("roster", "import", str(file))

    assert 1 == said.code
    assert said.err.startswith("line ")


async def test_a_file_in_another_encoding_is_refused(shoulder: Shoulder, ready: Settings) -> None:
    """In words, and not as a traceback."""
    file = ready.data_dir.parent / "people.csv"
    file.write_bytes((HEADING + "\n" + ANA).encode("utf-16"))

    said = await shoulder("roster", "import", str(file))

    assert (1, f"{file} is not saved as UTF-8 text.\n") == (said.code, said.err)


async def test_a_file_that_is_not_there_is_named(shoulder: Shoulder) -> None:
    """As any command does."""
    said = await shoulder("roster", "import", "nowhere.csv")

    assert 2 == said.code
    assert "nowhere.csv" in said.err


async def test_nobody_is_enrolled_before_the_setup(shoulder: Shoulder, settings: Settings) -> None:
    """The way there is told."""
    said = await shoulder("roster", "import", roster(settings, ANA))

    assert (1, "This program is not set up yet. Its lead can type `/coach-checkin setup` in Slack.\n") == (
        said.code,
        said.err,
    )


async def test_without_slack_nothing_is_imported(shoulder: Shoulder, ready: Settings) -> None:
    """One line that says what cannot be reached."""
    before = dump(ready)

    said = await shoulder("roster", "import", roster(ready, ANA), SLACK_API_URL="http://127.0.0.1:9/api/")

    assert (1, "Slack cannot be reached at http://127.0.0.1:9/api/.\n") == (said.code, said.err)
    assert before == dump(ready)


async def test_a_slack_that_fails_half_way_changes_nothing(shoulder: Shoulder, ready: Settings, slack: Sandbox) -> None:
    """Among hundreds of people it may: one line, and the file can be brought in again."""
    async with aiohttp.ClientSession() as http:
        wish = {"method": "users.info", "kind": "http_503", "times": 1}
        assert (await http.post(f"{slack.url}/_sandbox/faults", json=wish)).ok
    file = roster(ready, ANA, BEN)

    said, again = await shoulder("roster", "import", file), await shoulder("roster", "import", file)

    assert (1, True) == (said.code, said.err.startswith("Slack did not say who everybody is: "))
    assert Said(0, "2 invited or changed, 0 as before.\n", "") == again


WITH_ROLE = f"{HEADING},role"
PAT = "UPAT,,,,,,,parent partner"


async def test_a_roster_can_name_parent_partners(shoulder: Shoulder, ready: Settings) -> None:
    """They stand in the first column; a second import changes nothing."""
    file = roster(ready, f"{ANA},", PAT, heading=WITH_ROLE)

    said = await shoulder("roster", "import", file)

    assert Said(0, "2 invited or changed, 0 as before.\n", "") == said
    assert ["UANA"] == [who for who, *_ in enrolled(ready)]
    assert "0 invited or changed, 2 as before.\n" == (await shoulder("roster", "import", file)).out


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("UPAT,UCORA,,,,,,parent partner", "a parent partner has no coach"),
        ("UPAT,,,,,,,friend", "the role friend is not known: leave it empty, or write parent partner"),
        (",UCORA,,,,,,parent partner", "caseworker is empty"),
    ],
)
async def test_a_parent_partners_line_has_nothing_else(
    shoulder: Shoulder, ready: Settings, line: str, reason: str
) -> None:
    """No coach, no hours, no channel; and no other role."""
    said = await shoulder("roster", "import", roster(ready, line, heading=WITH_ROLE))

    assert said.code == 1
    assert reason in said.err


async def test_a_first_message_is_in_the_language_of_their_slack(shoulder: Shoulder, settings: Settings) -> None:
    """For a caseworker who is named by e-mail, of whom Slack then says no language, and for a parent partner."""
    async with in_one_process(settings.data_dir.parent / "world") as world:
        where = {"DATA_DIR": str(world.settings.data_dir), "CLOCK_URL": world.settings.clock_url}
        for person in ("UKIM", "UPAT"):
            await world.post("people", id=person, locale="es-MX")
        file = roster(settings, ANA.replace("UANA", "kim@prairie.example") + ",", PAT, heading=WITH_ROLE)

        said = await shoulder("roster", "import", file, SLACK_API_URL=world.settings.slack_api_url, **where)
        await world.settle()
        heard = [(await world.texts(person))[0] for person in ("UKIM", "UPAT")]

    assert Said(0, "2 invited or changed, 0 as before.\n", "") == said
    assert ["Tiene una invitación", "¡Hola!"] == [heard[0][:20], heard[1][:6]]
