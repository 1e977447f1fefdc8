"""Socket Mode: two lines, each replaced before it is missed; a deaf one is noticed, and a hopeless process ends."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.cannot_start import CannotStart, Lost
from bot.serving import end_if_lost, stop_if_lost
from bot.slack import socket_line, socket_mode
from bot.slack.socket_line import Envelope
from tests.slack.silent_slack import SilentSlack, listening, pretending
from tests.world import in_one_process


@pytest.fixture
def slack(monkeypatch: pytest.MonkeyPatch) -> SilentSlack:
    """One line is enough to see what becomes of it; nobody waits between two tries."""
    monkeypatch.setattr(socket_mode, "LINES", 1)
    monkeypatch.setattr(socket_mode, "_wait", lambda _: 0.0)
    return SilentSlack()


async def test_two_lines_are_open(slack: SilentSlack, monkeypatch: pytest.MonkeyPatch) -> None:
    """One can be missed while the other is replaced."""
    monkeypatch.setattr(socket_mode, "LINES", 2)
    async with listening(slack) as lines:
        await slack.until("dialled", "dialled")
        await eventually(lambda: lines.open == 2)

    assert ["dialled", "dialled", "closed", "closed"] == slack.seen


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_a_new_line_is_there_before_the_old_one_goes(slack: SilentSlack, reason: str) -> None:
    """Slack says that it will close a line: a new one is dialled first, and what still comes on the old one is answered."""
    async with listening(slack) as lines:
        await slack.calls[0].send_json({"type": "disconnect", "reason": reason})
        await slack.bring(slack.calls[0], "late")
        await eventually(lambda: slack.seen.count("closed"))

        assert 1 == lines.open
    assert {"dialled", "late"} == set(slack.seen[1:3])
    assert ["dialled", "closed", "closed"] == [seen for seen in slack.seen[1:] if seen != "late"]


async def test_a_deaf_line_is_replaced(slack: SilentSlack, monkeypatch: pytest.MonkeyPatch) -> None:
    """Slack answers no ping and says nothing: however open the line looks, a new one takes its place."""
    monkeypatch.setattr(socket_line, "DEAF_SECONDS", 0.05)
    slack.answers_pings = False
    async with listening(slack):
        monkeypatch.setattr(socket_line, "DEAF_SECONDS", 10.0)
        await slack.until("dialled", "dialled", "closed")


async def test_pings_keep_a_quiet_line(slack: SilentSlack, monkeypatch: pytest.MonkeyPatch) -> None:
    """A quiet night is no deafness: the answer to a ping is enough to stay."""
    monkeypatch.setattr(socket_line, "PING_SECONDS", 0.02)
    monkeypatch.setattr(socket_line, "DEAF_SECONDS", 0.5)
    async with listening(slack) as lines:
        heard = lines._lines[0].heard_at
        await eventually(lambda: lines._lines[0].heard_at > heard + 0.6)

        assert ["dialled"] == slack.seen


async def test_a_line_that_brought_nothing_for_long_is_replaced(
    slack: SilentSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It answers pings, and Slack may have forgotten it all the same."""
    monkeypatch.setattr(socket_mode, "UNHEARD_SECONDS", 0.1)
    async with listening(slack):
        await slack.until("dialled", "dialled", "closed")


async def test_a_call_without_a_hello_is_tried_again(slack: SilentSlack, monkeypatch: pytest.MonkeyPatch) -> None:
    """Slack takes the call and says nothing: after a while another one is made."""
    monkeypatch.setattr(socket_line, "GREETING_SECONDS", 0.05)
    slack.greets = False
    async with pretending(slack) as web:
        assert web.session is not None
        lines = socket_mode.Lines(web, "xapp-1", web.session, _nobody)
        starting = asyncio.create_task(lines.start())
        await eventually(lambda: slack.tried == 2)
        slack.greets = True
        await starting

        assert 1 == lines.open
        await lines.stop()


class SlowWork:
    """Work on a click that goes on until it is told to end."""

    def __init__(self) -> None:
        self.begun, self.go_on = asyncio.Event(), asyncio.Event()

    async def __call__(self, _: Envelope) -> dict[str, Any]:
        self.begun.set()
        await self.go_on.wait()
        return {}


async def test_what_is_under_way_is_acknowledged_before_the_line_goes(slack: SilentSlack) -> None:
    """Told to stop while somebody's click is worked on: Slack gets its answer first."""
    work = SlowWork()
    async with listening(slack, work) as lines:
        await slack.bring(slack.calls[0], "click")
        await work.begun.wait()
        stopping = asyncio.create_task(lines.stop())
        await asyncio.sleep(0.01)
        work.go_on.set()
        await stopping

    assert ["dialled", "click", "closed"] == slack.seen


async def test_an_answer_outlives_its_line(slack: SilentSlack, monkeypatch: pytest.MonkeyPatch) -> None:
    """The only line is cut while somebody's click is worked on: the answer goes out on the next one."""
    work = SlowWork()
    async with listening(slack, work) as lines:
        await slack.bring(slack.calls[0], "click")
        await work.begun.wait()
        monkeypatch.setattr(socket_mode, "MOST_FAILURES", 10_000)
        slack.refuses = "internal_error"
        cut = asyncio.create_task(slack.calls[0].close(code=1011))
        await eventually(lambda: not lines.open)
        work.go_on.set()
        await eventually(lambda: slack.tried > 3)
        slack.refuses = ""
        await eventually(lambda: "click" in slack.seen)
        await cut


async def test_what_crosses_the_last_goodbye_is_acknowledged(slack: SilentSlack) -> None:
    """Slack sent a click before it heard us leave our last line: the answer goes out on a line that is dialled for it."""
    slack.crossing = ["click", "another"]
    async with listening(slack):
        pass

    assert (["click", "another"], 3) == (
        [seen for seen in slack.seen if seen not in {"dialled", "closed"}],
        slack.tried,
    )


async def test_a_line_for_the_last_answer_is_left_however_long_it_took(
    slack: SilentSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slack is slow to say hello on the line that is dialled for an answer: we wait for it, answer, and hang up."""
    monkeypatch.setattr(socket_line, "ANSWER_SECONDS", 0.05)
    slack.hello_seconds, slack.crossing = 0.3, ["click"]
    async with listening(slack) as lines:
        pass

    assert ("click", 0) == (slack.seen[-2], lines.open)
    assert slack.seen.count("dialled") == slack.seen.count("closed")


async def test_leaving_ends(slack: SilentSlack) -> None:
    """However much crosses each goodbye: after three more lines we go, and Slack tells whoever clicked."""
    slack.crossing = ["one", "two", "three", "four", "five"]
    async with listening(slack):
        pass

    assert (4, ["five"]) == (slack.tried, slack.crossing)


async def test_no_more_hope(slack: SilentSlack, monkeypatch: pytest.MonkeyPatch) -> None:
    """No line is open and so many tries have failed: the reason is told to whoever runs the process."""
    monkeypatch.setattr(socket_mode, "MOST_FAILURES", 3)
    async with listening(slack) as lines:
        slack.refuses = "link_disabled"
        await slack.calls[0].close()

        assert "link_disabled" == await asyncio.wait_for(lines.lost, 10)
        assert (4, 0) == (slack.tried, lines.open)


async def test_a_wrong_token_is_told_at_once(slack: SilentSlack) -> None:
    """Nothing is tried again: whoever starts the app reads what is wrong."""
    slack.refuses = "invalid_auth"

    with pytest.raises(CannotStart, match="Slack does not accept SLACK_APP_TOKEN: invalid_auth"):
        async with listening(slack):
            pass


async def test_a_process_that_cannot_hear_ends_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lines are cut and none can be dialled: the process stops with one clear line, for its supervisor to start it anew."""
    monkeypatch.setattr(socket_mode, "_wait", lambda _: 0.0)
    async with in_one_process(tmp_path, transport="socket") as world:
        assert world.app is not None
        assert world.app.lines is not None
        stopped = asyncio.Event()
        stop_if_lost(world.app, stopped.set)
        end_if_lost(world.app)
        await world.post("faults", method="apps.connections.open", kind="error:internal_error", times=99)
        for _ in range(socket_mode.LINES):
            await world.post("faults", method="socket", kind="disconnect")
        await asyncio.wait_for(stopped.wait(), 30)

        with pytest.raises(Lost, match="Slack could not be heard any more in Socket Mode: internal_error"):
            end_if_lost(world.app)
        async with world.http.get(f"{world.app_url}/healthz") as answer:
            assert (503, ["Socket Mode is lost: internal_error."]) == (answer.status, (await answer.json())["reasons"])


async def _nobody(_: Envelope) -> dict[str, Any] | None:
    return None


async def eventually(look: Any) -> None:
    """Wait until it is so."""
    async with asyncio.timeout(10):
        while not look():
            await asyncio.sleep(0.005)
