"""Who works at the pretend agency, and which channels it has, before anything happens."""

from dataclasses import dataclass

BOT_TOKEN = "xoxb-sandbox"  # noqa: S105  (a pretend token that opens nothing outside this machine)
APP_TOKEN = "xapp-sandbox"  # noqa: S105
CONFIG_TOKEN = "xoxe.xoxp-sandbox"  # noqa: S105
CLIENT_ID = "1111111111.2222222222"
CLIENT_SECRET = "sandbox-client-secret"  # noqa: S105


@dataclass(frozen=True)
class Person:
    """One member of the workspace. `tz` is an IANA zone; `team_id` is another workspace's for somebody whom Slack
    Connect brings in (`is_stranger`), and else empty; the `*_ts` fields are Unix seconds, 1 meaning never."""

    id: str
    name: str
    real_name: str
    title: str
    tz: str
    email: str
    deleted: bool = False
    status_text: str = ""
    status_emoji: str = ""
    status_expiration: int = 0
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    team_id: str = ""
    enterprise_id: str = ""  # of whose Enterprise Grid
    locale: str = "en-US"
    dnd_enabled: bool = False
    next_dnd_start_ts: int = 1
    next_dnd_end_ts: int = 1

    @property
    def dm(self) -> str:
        """The id of this person's direct-message conversation with the app: DANA for UANA."""
        return "D" + self.id[1:]


@dataclass(frozen=True)
class Channel:
    """A public or private channel and the ids of its members, the bot's among them when it was invited.

    `is_restricted`: only some people may post there. `is_ext_shared`: another organization is in it (Slack Connect).
    """

    id: str
    name: str
    members: tuple[str, ...]
    is_private: bool = False
    is_archived: bool = False
    is_restricted: bool = False
    is_ext_shared: bool = False
    topic: str = ""


@dataclass(frozen=True)
class Seed:
    """Everything that is in place when the workspace opens."""

    people: tuple[Person, ...]
    channels: tuple[Channel, ...]
    team_id: str = "T0SHOULDER"
    team_name: str = "Prairie County Family Services"
    domain: str = "prairie"
    app_id: str = "A0SHOULDER"
    app_name: str = "Shoulder to Shoulder"
    bot_user: str = "UBOT"
    bot_id: str = "BSHOULDER"
    enterprise: str = ""  # the organization that this workspace belongs to


def _employee(name: str, family: str, title: str, zone: str) -> Person:
    return Person(
        id="U" + name.upper(),
        name=name.lower(),
        real_name=f"{name} {family}",
        title=title,
        tz=zone,
        email=f"{name.lower()}@prairie.example",
    )


PEOPLE = (
    _employee("Ana", "Reyes", "Caseworker", "America/Chicago"),
    _employee("Ben", "Okafor", "Caseworker", "America/New_York"),
    _employee("Dee", "Lindqvist", "Caseworker", "America/Denver"),
    _employee("Cora", "Whitfield", "Coach", "America/Chicago"),
    _employee("Sam", "Tran", "Supervisor", "America/Chicago"),
    _employee("Lee", "Marsh", "Program lead", "America/Chicago"),
    _employee("Pat", "Dunn", "Parent partner", "America/Chicago"),
)
EVERYONE = tuple(person.id for person in PEOPLE)
DEMO_SEED = Seed(
    people=PEOPLE,
    channels=(
        Channel(
            "CWINS", "small-wins", (*EVERYONE, "UBOT"), topic="Small successes, shared by the people they belong to"
        ),
        Channel("CGENERAL", "general", EVERYONE, topic="News for everyone at Prairie County"),
    ),
)
