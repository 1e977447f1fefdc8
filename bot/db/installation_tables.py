"""Where the app is installed, and which attempts to install it were used up. Nothing of people."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base


class Installation(Base):
    """The app in one workspace, or in an organization with all of its workspaces (Enterprise Grid).

    `workspace` is a team's id or an organization's. A team that is reached `through` its organization has no token of its
    own. The tokens are sealed with a key of the installation's, which is forgotten when the app is uninstalled: then the
    tokens are empty, and `uninstalled_at` says since when.
    """

    __tablename__ = "installations"
    workspace: Mapped[str] = mapped_column(primary_key=True)
    through: Mapped[str | None]
    app_id: Mapped[str | None]
    bot_id: Mapped[str | None]
    bot_user: Mapped[str | None]
    scopes: Mapped[str] = mapped_column(default="", server_default="")  # what was granted, with commas
    name: Mapped[str | None]  # what Slack calls the workspace
    first_lead: Mapped[str | None]  # who may set its program up: who installed the app, or whom the office named
    token: Mapped[bytes | None]
    refresh_token: Mapped[bytes | None]
    expires_at: Mapped[datetime | None]
    installed_at: Mapped[datetime]
    uninstalled_at: Mapped[datetime | None]


class InstallState(Base):
    """An installation that came back from Slack, so that it comes no second time. Only fingerprints are kept, for minutes."""

    __tablename__ = "install_states"
    state: Mapped[str] = mapped_column(primary_key=True)
    browser: Mapped[str]
    made_at: Mapped[datetime]
