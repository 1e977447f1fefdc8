"""Files that the app hands to somebody: an address to upload to, the bytes, and the message that shows the file."""

from aiohttp import web

from bot.sandbox.api_chat import writable
from bot.sandbox.arguments import Arguments, complaint
from bot.sandbox.people import bot_message
from bot.sandbox.traffic import Payload
from bot.sandbox.workspace import Refused, Workspace


def get_upload_url(workspace: Workspace, arguments: Arguments) -> Payload:
    """files.getUploadURLExternal: where the bytes of a file of this name and length may be sent."""
    name, length = arguments.need("filename"), arguments.number("length", 0)
    if length <= 0:
        raise complaint("must provide a length greater than 0 [json-pointer:/length]")
    file = workspace.ids.new("F")
    workspace.files[file] = {"id": file, "name": name, "size": length}
    return {"upload_url": f"{workspace.address}/upload/{file}", "file_id": file}


def complete_upload(workspace: Workspace, arguments: Arguments) -> Payload:
    """files.completeUploadExternal: show uploaded files in a conversation, with a comment."""
    wanted = arguments.get("files")
    if not isinstance(wanted, list) or not wanted:
        raise complaint("missing required field: files")
    found = [workspace.files.get(str(each.get("id"))) for each in wanted]
    if not all(each is not None and "content" in each for each in found):
        raise Refused("file_not_found")
    shown = [_shown(workspace, each) for each in found if each]
    if arguments.text("channel_id"):
        place = writable(workspace, arguments.text("channel_id"))
        workspace.post(place, {**bot_message(workspace), "text": arguments.text("initial_comment"), "files": shown})
    return {"files": shown}


def _shown(workspace: Workspace, file: Payload) -> Payload:
    address = f"{workspace.address}/files/{file['id']}"
    return {"id": file["id"], "name": file["name"], "title": file["name"], "size": file["size"], "url_private": address}


class Uploads:
    """The two addresses where bytes go in and come out again."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace

    async def take(self, request: web.Request) -> web.Response:
        """POST /upload/{id}: the bytes, once an address was given out for them."""
        file = self.workspace.files.get(request.match_info["id"])
        content = await request.read()
        if file is None or len(content) != file["size"]:
            return web.Response(status=400, text="Upload refused")
        file["content"] = content
        return web.Response(text=f"OK - {len(content)}")

    async def give(self, request: web.Request) -> web.Response:
        """GET /files/{id}: what was uploaded."""
        file = self.workspace.files.get(request.match_info["id"])
        if file is None or "content" not in file:
            return web.Response(status=404, text="No such file")
        named = {"Content-Disposition": f'attachment; filename="{file["name"]}"'}
        return web.Response(body=file["content"], content_type="application/octet-stream", headers=named)
