"""The shape of what Slack sends: a request that is signed and yet has another shape is turned away at the door.

Bolt and the listeners take these parts for granted and would break on anything else.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, field_validator

Held = dict[str, Any]
Id = Annotated[str, Field(pattern=r"^[ -~]*$")]  # plain letters and signs: ids go to the database as they are
Few = Annotated[list["Pressed"], Field(min_length=1)]


class Shape(BaseModel):
    """Only what is relied on is named; what Slack adds is welcome."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True, strict=True)


class Named(Shape):
    """A person, team, channel or enterprise."""

    id: Id
    team_id: Id | None = None


class Thing(Shape):
    """Somebody or something that stands where an id stands in most events."""

    id: Id | None = None


class Pressed(Shape):
    """What was pressed; what it carries is checked by whoever reads it."""

    action_id: str
    block_id: str | None = None
    type: str | None = None


class Filled(Shape):
    """What people filled in, by block and by element."""

    values: dict[str, dict[str, Held]]


class View(Shape):
    """A form or an App Home."""

    id: str | None = None
    callback_id: str = ""
    private_metadata: str = ""
    type: str = "modal"
    state: Filled | None = None
    blocks: list[Held] = []


class Function(Shape):
    """The step that a workflow reached, by the name it has in the manifest."""

    callback_id: str = ""


class Happened(Shape):
    """What an event tells; people and channels stand in it as ids or, seldom, as things with an id."""

    type: str
    user: Id | Thing | None = None
    channel: Id | Held | None = None
    item: Held | None = None
    message: Held | None = None
    text: str | None = None
    ts: str | None = None
    team: Id | None = None
    user_team: Id | None = None
    source_team: Id | None = None
    function: Function = Function()
    function_execution_id: Id | None = None
    inputs: Held | None = None


class Told(Shape):
    """What all kinds of requests share."""

    type: str = ""
    team: Named | None = None
    enterprise: Named | None = None
    user: Named | None = None
    channel: Named | None = None
    container: Held | None = None
    message: Held | None = None
    state: Filled | None = None
    team_id: Id | None = None
    enterprise_id: Id | None = None
    user_id: Id | None = None
    channel_id: Id | None = None
    api_app_id: str | None = None
    trigger_id: str | None = None
    callback_id: str | None = None
    response_url: str | None = None
    text: str | None = None
    event_id: Id | None = None
    is_enterprise_install: bool | str | None = None
    authorizations: list[Held] | None = None


class Click(Told):
    """Something was pressed in a message, a form or App Home."""

    user: Named
    actions: Few
    view: View | None = None


class Closed(Told):
    """A form was closed."""

    user: Named
    view: View


class FilledView(View):
    """A form as it is sent."""

    state: Filled
    blocks: list[Held]


class Form(Told):
    """A form was sent."""

    user: Named
    view: FilledView


class Call(Told):
    """A shortcut was called, from anywhere or on a message."""

    user: Named
    callback_id: str


class Typed(Happened):
    """Somebody wrote something."""

    type: Literal["message"]
    channel: str


class Other(Happened):
    """Something else happened."""

    @field_validator("type")
    @classmethod
    def _is_no_message(cls, kind: str) -> str:
        if kind == "message":
            raise ValueError("a message has its own shape")
        return kind


class Event(Told):
    """Something happened."""

    event: Typed | Other


SHAPES: dict[str, TypeAdapter[Any]] = {
    "block_actions": TypeAdapter(Click),
    "view_submission": TypeAdapter(Form),
    "view_closed": TypeAdapter(Closed),
    "shortcut": TypeAdapter(Call),
    "message_action": TypeAdapter(Call),
    "event_callback": TypeAdapter(Event),
}
OTHER = TypeAdapter(Told)


def has_shape(told: dict[str, Any]) -> bool:
    """Whether this has the shape that its kind has at Slack's."""
    try:
        SHAPES.get(str(told.get("type")), OTHER).validate_python(told)
    except ValidationError:
        return False
    return True
