// Count what each person has not seen yet; what was seen is remembered in this browser.

import { get } from "./api.js";
import { oneAtATime } from "./dom.js";
import { directMessages, isDirect, store } from "./store.js";

const KEY = "sandbox-read";
const messages = new Map();
const looks = new Map();

function load() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}

const seen = load();

/** Count from these messages, which are all that is in the channel. */
export function countFrom(channel, all) {
  messages.set(channel, all.map(({ ts, user, ephemeral_for }) => ({ ts, user, for: ephemeral_for })));
}

/** Fetch what is in a channel, to count from. */
export function look(channel) {
  if (!looks.has(channel)) looks.set(channel, oneAtATime(async () => countFrom(channel, (await get("messages", { channel })).messages)));
  return looks.get(channel)();
}

/** Fetch all channels and all direct messages once. */
export function lookEverywhere() {
  const { channels, dms } = store.state;
  return Promise.all([...channels, ...dms].map((each) => look(each.id)));
}

/** Remember that the person acted as has seen the channel up to `ts`, beside what was seen in other tabs meanwhile. */
export function markSeen(channel, ts) {
  Object.assign(seen, load());
  (seen[store.me] ??= {})[channel] = ts;
  localStorage.setItem(KEY, JSON.stringify(seen));
}

/** How many messages in `channel` are new to `user`. */
export function unread(user, channel) {
  const all = messages.get(channel) ?? [];
  const mark = seen[user]?.[channel] ?? "0";
  // A mark ahead of all messages is left from an earlier run of the sandbox.
  const from = mark > (all.at(-1)?.ts ?? "0") ? "0" : mark;
  return all.filter((each) => each.ts > from && each.user !== user && (!each.for || each.for === user)).length;
}

/** How many messages from the app are new to `user`. */
export function unreadFromApp(user) {
  const channel = directMessages(user);
  return isDirect(channel) ? unread(user, channel) : 0;
}
