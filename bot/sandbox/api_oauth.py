"""How the app comes to be in a workspace, and goes: oauth.v2.access, auth.revoke and apps.uninstall."""

from bot.sandbox.arguments import Arguments
from bot.sandbox.grants import Grants, described
from bot.sandbox.seed import CLIENT_ID, CLIENT_SECRET
from bot.sandbox.traffic import Payload
from bot.sandbox.workspace import Refused, Workspace


def access(grants: Grants, arguments: Arguments, scopes: list[str]) -> Payload:
    """oauth.v2.access: a token for a code, or for a refresh token."""
    _known_client(arguments)
    if arguments.text("grant_type") == "refresh_token":
        return described(grants, grants.renew(arguments.text("refresh_token")), scopes)
    if arguments.text("grant_type") not in ("", "authorization_code"):
        raise Refused("invalid_grant_type")
    return described(grants, grants.exchange(arguments.text("code"), arguments.text("redirect_uri")), scopes)


def revoke(workspace: Workspace, arguments: Arguments) -> Payload:
    """auth.revoke: the token that calls this is worth nothing afterwards, and the app hears so."""
    if arguments.flag("test"):
        return {"revoked": False}
    workspace.revoke_tokens()
    return {"revoked": True}


def uninstall(workspace: Workspace, arguments: Arguments) -> Payload:
    """apps.uninstall: the app takes itself out."""
    _known_client(arguments)
    workspace.uninstall()
    return {}


def _known_client(arguments: Arguments) -> None:
    if arguments.text("client_id") != CLIENT_ID:
        raise Refused("invalid_client_id")
    if arguments.text("client_secret") != CLIENT_SECRET:
        raise Refused("bad_client_secret")
