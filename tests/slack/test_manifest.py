"""What Slack is told about the app: written down as it is built, in Slack's own form, and with no scope too many."""

import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from bot.coaching.features import WITHOUT, Feature
from bot.doctor.slack_side import command_for, wanted_there
from bot.installing import written
from bot.slack.manifest import EVENTS, manifest
from bot.slack.scopes import OPTIONAL, REQUIRED, SCOPES, missing, switched_off
from tests.slack.scopes_page import PAGE, page
from tests.slack.test_ids import called, registered
from tests.world import ROOT, settings_for

SCHEMA = json.loads((ROOT / "tests" / "facts" / "slack_manifest.schema.json").read_text(encoding="utf-8"))
HOST = "https://coaching.example.org"
SWITCHES = [
    dict(zip(("socket_mode", "org_wide", "token_rotation", "workflow_steps"), on, strict=True))
    for on in itertools.product((False, True), repeat=4)
]


def _events(made: dict[str, Any]) -> set[str]:
    return set(made["settings"]["event_subscriptions"]["bot_events"])


def faults(made: dict[str, Any]) -> list[str]:
    """What Slack's schema says against it."""
    return [f"{fault.json_path}: {fault.message}" for fault in Draft7Validator(SCHEMA).iter_errors(made)]


def test_the_manifest_in_the_repository_is_the_one_that_is_built() -> None:
    """`shoulder manifest > manifest.json` writes it anew."""
    assert written(manifest()) == (ROOT / "manifest.json").read_text(encoding="utf-8")


def test_the_second_manifest_is_the_one_that_is_built_and_only_adds_the_steps() -> None:
    """`shoulder manifest --workflow-steps > manifest-workflow-steps.json`: the steps that we hear, their event, no scope more."""
    made, usual = manifest(workflow_steps=True), manifest()
    steps = made.pop("functions")

    assert written(manifest(workflow_steps=True)) == (ROOT / "manifest-workflow-steps.json").read_text(encoding="utf-8")
    assert set(registered("function")) == set(steps)
    assert [{}] * len(steps) == [each["output_parameters"]["properties"] for each in steps.values()]
    assert {"function_executed"} == _events(made) - _events(usual)
    assert "function_runtime" not in usual["settings"]
    assert made["oauth_config"] == usual["oauth_config"]
    assert made["features"] == usual["features"]


@pytest.mark.parametrize("host", [None, HOST])
def test_every_manifest_has_slacks_form(host: str | None) -> None:
    """With and without an address, and with each switch."""
    assert [] == [fault for on in SWITCHES for fault in faults(manifest(host, **on))]


@pytest.mark.parametrize("on", SWITCHES, ids=str)
def test_the_doctor_wants_what_was_chosen(on: dict[str, bool], tmp_path: Path) -> None:
    """Organization, kind of token and steps are the administrator's to choose: a manifest of today's is found in order."""
    settings = settings_for(tmp_path, "http://127.0.0.1:9", "socket" if on["socket_mode"] else "http")
    theirs = manifest(None if on["socket_mode"] else HOST, **on)

    assert theirs == wanted_there(settings, theirs) | {"oauth_config": theirs["oauth_config"]}


@pytest.mark.parametrize("on", SWITCHES, ids=str)
def test_the_doctor_names_the_command_that_writes_it(on: dict[str, bool], tmp_path: Path) -> None:
    """With the address and each switch that was chosen: pasted without them, it would be another app's."""
    settings = settings_for(tmp_path, "http://127.0.0.1:9", "socket" if on["socket_mode"] else "http")
    theirs = manifest(None if on["socket_mode"] else HOST, **on)
    program, name, *switches = command_for(settings, theirs).split()
    host = [] if on["socket_mode"] else ["--host", HOST]
    chosen = [f"--{each.replace('_', '-')}" for each in on if on[each] and each != "socket_mode"]

    assert ["shoulder", "manifest", *host, *chosen] == [program, name, *switches]


def test_where_it_is_installed_by_oauth_the_command_keeps_the_way_back(tmp_path: Path) -> None:
    """In Socket Mode, too, the address for installing stays in the manifest; over HTTP it is the one of the settings."""
    many = {"slack_client_id": "1.2", "public_url": HOST + "/"}
    by_socket = settings_for(tmp_path, "http://127.0.0.1:9", "socket", **many)
    by_http = settings_for(tmp_path, "http://127.0.0.1:9", "http", **many)

    assert f"shoulder manifest --host {HOST} --socket-mode" == command_for(by_socket, manifest())
    assert f"shoulder manifest --host {HOST}" == command_for(by_http, manifest())


def test_the_schema_would_notice() -> None:
    """A name that is too long, and a setting that Slack does not know."""
    made = manifest()
    made["display_information"]["name"] = "x" * 36
    made["settings"]["unheard_of"] = True

    assert 2 == len(faults(made))


def test_over_http_slack_finds_every_door() -> None:
    """One address for events, clicks and the command, one for coming back from the installation, and no socket."""
    made, door = manifest(HOST), f"{HOST}/slack/events"

    assert {door} == {
        made["settings"]["event_subscriptions"]["request_url"],
        made["settings"]["interactivity"]["request_url"],
        *(each["url"] for each in made["features"]["slash_commands"]),
    }
    assert [f"{HOST}/slack/oauth_redirect"] == made["oauth_config"]["redirect_urls"]
    assert made["settings"]["socket_mode_enabled"] is False


def test_socket_mode_with_an_address_only_installs_there() -> None:
    """No request goes to the address."""
    made = manifest(HOST, socket_mode=True)

    assert made["settings"] == manifest()["settings"]
    assert made["features"] == manifest()["features"]
    assert [f"{HOST}/slack/oauth_redirect"] == made["oauth_config"]["redirect_urls"]


def test_each_method_and_event_has_its_scope_and_each_scope_its_use() -> None:
    """What a scope is said to be for is what the app calls and hears, and nothing else."""
    used = {each for scope in SCOPES for each in scope.used_by}
    free = {"app_home_opened", "app_uninstalled", "tokens_revoked"}
    free |= {"apps.connections.open", "apps.manifest.export", "auth.test", "oauth.v2.access"}
    free |= {"views.open", "views.update", "views.publish", "functions.completeError", "functions.completeSuccess"}

    assert used <= called() | set(EVENTS)
    assert set(EVENTS) <= used | free
    assert called() <= used | free


def test_each_feature_has_its_scopes_and_its_sentence() -> None:
    """Nothing can be switched off without a word about it."""
    assert {*Feature} == {each.feature for each in SCOPES if each.feature} == {*WITHOUT}


def test_what_was_not_granted_is_known() -> None:
    """What is required, and the features that are off; half a feature is none."""
    granted = {*REQUIRED, *OPTIONAL} - {"commands", "dnd:read", "groups:history"}

    assert ("commands",) == missing(granted)
    assert {Feature.DO_NOT_DISTURB, Feature.LOOKING_BACK} == switched_off(granted)


def test_the_page_about_scopes_is_up_to_date() -> None:
    """`make pages` writes it anew."""
    assert page() == PAGE.read_text(encoding="utf-8")
