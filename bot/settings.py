"""Everything a deployment can change, read once from the environment and then fixed."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """One frozen object; each field is the environment variable of the same name in capitals."""

    model_config = SettingsConfigDict(
        frozen=True, env_file=".env", env_file_encoding="utf-8-sig", extra="ignore", hide_input_in_errors=True
    )

    data_dir: Path = Field(Path("data"), description="Folder of the SQLite database, the lock and the key file.")
    database_url: str = Field("", repr=False, description="Where things are kept. Empty: SQLite in DATA_DIR.")
    sealing_key: SecretStr = Field(
        SecretStr(""), description="64 hex digits that seal people's words. Empty: a key file in DATA_DIR (mode 0600)."
    )
    sealing_keys_before: SecretStr = Field(
        SecretStr(""), description="Earlier sealing keys, with commas, until `shoulder db rotate-key` is done."
    )
    keys_database_url: str = Field(
        "", repr=False, description="Where each person's key is kept. Empty: keys.db in DATA_DIR, or DATABASE_URL."
    )
    host: str = Field("127.0.0.1", description="Address to listen on; 0.0.0.0 behind a platform's router.")
    port: int = Field(3000, ge=0, le=65535, description="Port to listen on.")
    slack_transport: Literal["http", "socket"] = Field(
        "socket", description="How Slack reaches us: `socket` needs no public address, `http` needs one."
    )
    slack_bot_token: SecretStr = Field(SecretStr(""), description="Bot token, xoxb-…")
    slack_app_token: SecretStr = Field(SecretStr(""), description="App token, xapp-…, for Socket Mode.")
    slack_signing_secret: SecretStr = Field(SecretStr(""), description="Signing secret, for HTTP.")
    slack_config_token: SecretStr = Field(
        SecretStr(""),
        description="App configuration token, xoxe.xoxp-…: `shoulder doctor` compares the manifest with it.",
    )
    slack_client_id: str = Field(
        "", description="For many workspaces, by OAuth, in the place of SLACK_BOT_TOKEN: the app's client id."
    )
    slack_client_secret: SecretStr = Field(SecretStr(""), description="And its client secret.")
    public_url: str = Field(
        "", description="For OAuth: https://… under which browsers reach the app, as in its redirect URL."
    )
    slack_api_url: str = Field("https://slack.com/api/", description="Slack's Web API; the sandbox sets its own.")
    program_lead: str = Field(
        "",
        description="Slack id of the one person who may run the first setup. Empty: whoever does it first. "
        "By OAuth: who installed the app in a workspace, or whom they or `shoulder people lead` named.",
    )
    prompts_dir: Path = Field(ROOT / "prompts", description="Folder of the prompt library.")
    agency_prompts_dir: str = Field(
        "", description="Folder of an agency's own prompts, laid over the library. Empty: the library as it is."
    )
    only_reviewed: bool = Field(
        False,
        description="Send only questions and paths that were reviewed. What is then left: `shoulder prompts left`.",
    )
    beat_seconds: float = Field(30, gt=0, description="Seconds between two beats of the clock.")
    spread_minutes: float = Field(
        15,
        ge=0,
        le=120,
        description="Minutes over which the questions of one hour are spread, so that not all come at once.",
    )
    posts_per_second: float = Field(
        4,
        gt=0,
        description="Messages a second to one workspace, in the long run; Slack allows several hundred a minute.",
    )
    changes_per_minute: float = Field(
        48, gt=0, description="Changes a minute to messages that stand in one workspace; Slack allows fifty."
    )
    seconds_between_posts: float = Field(1, ge=0, description="Seconds between two messages in the same channel.")
    requests_per_minute: float = Field(
        120,
        gt=0,
        le=1_000_000,
        description="Clicks, commands and messages a minute from one person; a third of them at once.",
    )
    requests_per_minute_of_all: float = Field(
        12_000,
        gt=0,
        le=1_000_000,
        description="The same from everybody in one workspace, and for each process of the app.",
    )
    slack_timeout_seconds: int = Field(
        10, gt=0, description="Seconds to wait for Slack before a send counts as unclear."
    )
    landing_seconds: float = Field(
        60, ge=0, description="Seconds that an unclear send gets to land before we look whether it did."
    )
    lease_seconds: float = Field(
        60, gt=0, description="Seconds that a worker may hold a message before it speaks; then another may take it."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="How much the log says.")
    sentry_dsn: SecretStr = Field(
        SecretStr(""), description="Sentry's address for this app: what broke and where goes there, never a word."
    )
    clock_url: str = Field("", description="Only in the sandbox: where the pretend time is told.")
    clock_token: SecretStr = Field(
        SecretStr(""), description="Only in the sandbox: proves that the pretend clock speaks."
    )

    @property
    def database_address(self) -> str:
        """DATABASE_URL, or the SQLite file in DATA_DIR."""
        return self.database_url or f"sqlite+intheloop:///{self.data_dir / 'shoulder.db'}"

    @property
    def many(self) -> bool:
        """Whether the app is installed by OAuth, wherever an administrator wants it."""
        return bool(self.slack_client_id)

    @property
    def keys_address(self) -> str:
        """KEYS_DATABASE_URL; else keys.db beside a SQLite database, or the same server as DATABASE_URL."""
        if self.keys_database_url or not self.database_address.startswith("sqlite"):
            return self.keys_database_url or self.database_url
        return f"sqlite+intheloop:///{self.data_dir / 'keys.db'}"

    @property
    def agency_prompts(self) -> Path | None:
        """AGENCY_PROMPTS_DIR, or None."""
        return Path(self.agency_prompts_dir) if self.agency_prompts_dir else None

    @property
    def manifest(self) -> Path:
        """The app manifest at the root of the project."""
        return ROOT / "manifest.json"


def missing_settings(settings: Settings) -> list[str]:
    """What Slack needs and nobody has set, as sentences."""
    if settings.many and settings.slack_bot_token.get_secret_value():
        return ["Set SLACK_BOT_TOKEN for one workspace, or SLACK_CLIENT_ID for many, and not both."]
    wanted = {"SLACK_BOT_TOKEN (xoxb-…)": settings.slack_bot_token}
    if settings.many:
        if not settings.public_url.startswith(("https://", "http://localhost", "http://127.0.0.1")):
            return ["PUBLIC_URL is not set to an address that begins with https://."]
        wanted = {"SLACK_CLIENT_SECRET": settings.slack_client_secret}
    if settings.slack_transport == "socket":
        wanted["SLACK_APP_TOKEN (xapp-…)"] = settings.slack_app_token
    else:
        wanted["SLACK_SIGNING_SECRET"] = settings.slack_signing_secret
    return [f"{name} is not set." for name, secret in wanted.items() if not secret.get_secret_value()]
