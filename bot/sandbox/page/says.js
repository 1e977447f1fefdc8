// What a person says of themselves in the chat: on vacation, sick, quiet, in another place; and back to normal.

import { post } from "./api.js";
import { openMenu } from "./dialog.js";
import { el } from "./dom.js";
import { me, now, store } from "./store.js";
import { complain } from "./toast.js";

const HOUR = 3600;
const PLACES = { "New York": "America/New_York", Chicago: "America/Chicago", Denver: "America/Denver", "Los Angeles": "America/Los_Angeles" };
const NO_STATUS = { status_emoji: "", status_text: "", status_expiration: 0 };
const NO_QUIET = { dnd_enabled: false, next_dnd_start_ts: 1, next_dnd_end_ts: 1 };

const seconds = () => Math.floor(now().getTime() / 1000);

function away(emoji, text, hours) {
  return { ...NO_STATUS, status_emoji: emoji, status_text: text, status_expiration: seconds() + hours * HOUR };
}

function choices() {
  const moves = Object.entries(PLACES).filter(([, zone]) => zone !== me().tz);
  return [
    { label: "On vacation", hint: "A palm tree, for a week", says: () => away(":palm_tree:", "Vacationing", 7 * 24) },
    { label: "Out sick", hint: "For a day", says: () => away(":face_with_thermometer:", "Out sick", 24) },
    { label: "Do not disturb", hint: "For two hours", says: () => ({ dnd_enabled: true, next_dnd_start_ts: seconds(), next_dnd_end_ts: seconds() + 2 * HOUR }) },
    ...moves.map(([city, zone]) => ({ label: `Move to ${city}`, hint: zone, says: () => ({ tz: zone }) })),
    { label: "Back to normal", hint: "No status, and messages are welcome", says: () => ({ ...NO_STATUS, ...NO_QUIET }) },
  ];
}

/** The button under the people: what the one acted as says of themselves. */
export function saysButton() {
  const user = store.me;
  const items = choices().map(({ label, hint, says }) => ({
    label,
    hint,
    action: () => post("people", { id: user, ...says() }).catch(complain),
  }));
  const control = el("button", { type: "button", class: "row says", "data-nav": "says", "data-testid": "says", "aria-haspopup": "menu", "aria-expanded": "false", text: "Status, quiet, place…" });
  control.addEventListener("click", () => openMenu(control, "What you say of yourself", items));
  return control;
}

/** Words beside a name while Do Not Disturb is on; null otherwise. */
export function quietNote(person) {
  return person.dnd_until > seconds() ? "do not disturb" : null;
}
