"""What Slack's pages say each method takes, and what is wrong with a request that does not keep to it.

The pretend Slack is as lenient as Slack is; this notes what Slack would have ignored, or refused, and lets it pass. Each entry
of METHODS is (what must be given, what may be given), by docs.slack.dev/reference/methods as of August 2026;
`a|b` is either of the two.
"""

from collections.abc import Collection, Mapping

MESSAGE = "as_user attachments blocks link_names markdown_text metadata parse text"
LOOKS = "icon_emoji icon_url username"
RANGE = "cursor include_all_metadata inclusive latest limit oldest"
METHODS: dict[str, tuple[str, str]] = {
    "apps.connections.open": ("", ""),
    "apps.manifest.export": ("app_id", ""),
    "apps.uninstall": ("client_id client_secret", ""),
    "auth.revoke": ("", "test"),
    "auth.teams.list": ("", "cursor include_icon limit"),
    "auth.test": ("", ""),
    "blocks.validate": ("blocks|message|view", ""),
    "bots.info": ("", "bot team_id"),
    "chat.delete": ("channel ts", "as_user"),
    "chat.getPermalink": ("channel message_ts", ""),
    "chat.postEphemeral": ("channel user text|blocks", f"{MESSAGE} {LOOKS} thread_ts"),
    "chat.postMessage": (
        "channel text|blocks",
        f"{MESSAGE} {LOOKS} mrkdwn reply_broadcast thread_ts unfurl_links unfurl_media",
    ),
    "chat.update": ("channel ts text|blocks", f"{MESSAGE} file_ids reply_broadcast unfurled_attachments"),
    "conversations.history": ("channel", RANGE),
    "conversations.info": ("channel", "include_locale include_num_members"),
    "conversations.join": ("channel", ""),
    "conversations.list": ("", "cursor exclude_archived limit team_id types"),
    "conversations.members": ("channel", "cursor limit"),
    "conversations.open": ("users|channel", "prevent_creation return_im"),
    "conversations.replies": ("channel ts", RANGE),
    "dnd.info": ("", "team_id user"),
    "dnd.teamInfo": ("users", "team_id"),
    "files.completeUploadExternal": (
        "files",
        f"blocks channel_id channels initial_comment thread_ts {LOOKS}",
    ),
    "files.getUploadURLExternal": ("filename length", "alt_txt snippet_type"),
    "functions.completeError": ("error function_execution_id", ""),
    "functions.completeSuccess": ("function_execution_id outputs", ""),
    "oauth.v2.access": (
        "code|refresh_token",
        "assertion client_id client_secret code_verifier grant_type redirect_uri",
    ),
    "reactions.add": ("channel name timestamp", ""),
    "reactions.remove": ("name", "channel file file_comment timestamp"),
    "response_url": (
        "text|blocks|delete_original",
        "attachments replace_original response_type thread_ts unfurl_links unfurl_media",
    ),
    "team.info": ("", "domain team"),
    "users.conversations": ("", "cursor exclude_archived exclude_muted limit team_id types user"),
    "users.info": ("user", "include_locale"),
    "users.list": ("", "cursor include_locale limit team_id"),
    "users.lookupByEmail": ("email", ""),
    "views.open": ("view trigger_id|interactivity_pointer", ""),
    "views.publish": ("user_id view", "hash interactivity_pointer"),
    "views.push": ("view trigger_id|interactivity_pointer", ""),
    "views.update": ("view view_id|external_id", "hash"),
}
ON_EVERY_CALL = {
    "token",
    "team_id",
}  # Bolt's client names the workspace on each call; where nobody wants it, Slack passes over it
OUR_MISTAKES = frozenset(
    {
        "invalid_arguments",
        "invalid_blocks",
        "invalid_blocks_format",
        "invalid_cursor",
        "invalid_form_data",
        "invalid_json",
        "invalid_metadata_format",
        "invalid_metadata_schema",
        "invalid_name",
        "invalid_types",
        "invalid_payload",
        "json_not_object",
        "metadata_too_large",
        "missing_scope",
        "msg_too_long",
        "no_text",
        "no_users_provided",
        "unknown_method",
        "users_list_not_supplied",
        "view_too_large",
    }
)
"""Errors that a request brings upon itself, whatever the workspace is like."""


def breaches(name: str, given: Collection[str], answer: Mapping[str, object] | str) -> list[str]:
    """Why Slack would not have understood this request; nothing for one that keeps to what is written.

    >>> breaches("chat.delete", ["channel", "reason"], {"ok": True})
    ['chat.delete without ts', 'chat.delete with reason']
    """
    error = answer if isinstance(answer, str) else str(answer.get("error", ""))
    more = answer.get("response_metadata") or answer.get("needed") or "" if isinstance(answer, Mapping) else ""
    said = [f"{name} got {error} {more}".strip()] if error in OUR_MISTAKES else []
    if name not in METHODS:
        return [f"{name} is not among the methods of contract.py", *said]
    needed, allowed = (text.split() for text in METHODS[name])
    known = {each for choice in needed for each in choice.split("|")} | {*allowed, *ON_EVERY_CALL}
    left_out = [f"{name} without {choice}" for choice in needed if not set(choice.split("|")) & set(given)]
    return [*left_out, *(f"{name} with {each}" for each in given if each not in known), *said]
