// The middle pane: one conversation, kept up to date without losing the reader's place.

import { get } from "./api.js";
import { drawComposer, drawReplyBox } from "./composer.js";
import { el, oneAtATime } from "./dom.js";
import { spotOf } from "./focus.js";
import { authorOf, drawMessage, writtenAt } from "./message.js";
import { channel, directMessages, firstName, isDirect, me, nameOf, placeChannel, store } from "./store.js";
import { announce } from "./toast.js";
import { countFrom, markSeen } from "./unread.js";
import { dayInWords, dayKey } from "./zones.js";

/** Messages of one author within this many seconds stand under one name. */
const TOGETHER = 300;

/** Nearer to the end than this, in pixels, and new messages scroll into view. */
const NEAR = 120;

/** So many messages are drawn at first, and so many more each time that one scrolls up to the earliest. */
const AT_ONCE = 40;

function threadOf(message) {
  return message.thread_ts ?? message.ts;
}

function isReply(message) {
  return Boolean(message.thread_ts) && message.thread_ts !== message.ts;
}

/** Threads in the order they began, each with its answers below it. */
function inThreads(messages) {
  const roots = new Set(messages.filter((each) => !isReply(each)).map((each) => each.ts));
  const orderOf = (message) => (roots.has(threadOf(message)) ? threadOf(message) : message.ts);
  return messages.toSorted((a, b) => orderOf(a).localeCompare(orderOf(b)) || a.ts.localeCompare(b.ts));
}

function joins(message, before) {
  if (!before || isReply(message) !== isReply(before) || message.ephemeral_for || before.ephemeral_for) return false;
  return authorOf(message) === authorOf(before) && message.ts - before.ts < TOGETHER && threadEnds(before) === threadEnds(message);
}

function threadEnds(message) {
  return isReply(message) ? message.thread_ts : "";
}

/** The lines of the list: days, messages and a reply box, each with a key and what makes it stale. The first `skipped` messages wait. */
function linesOf(messages, scene, replying, skipped) {
  const lines = skipped ? [{ key: "earlier", print: "", make: () => earlierButton(scene) }] : [];
  let before = null;
  let day = null;
  inThreads(messages).slice(skipped).forEach((message, index, all) => {
    const today = dayKey(writtenAt(message));
    if (!isReply(message) && today !== day) {
      const words = dayInWords(writtenAt(message));
      lines.push({ key: `day ${today}`, print: words, make: () => el("p", { class: "day", role: "separator", "aria-label": words }, el("span", { text: words })) });
      [day, before] = [today, null];
    }
    const joined = joins(message, before);
    const ends = { last: threadOf(all[index + 1] ?? {}) !== threadOf(message) };
    lines.push({ key: message.ts, message, print: JSON.stringify([message, joined, me().tz]), make: () => drawMessage(message, scene, joined) });
    if (replying === threadOf(message) && ends.last) lines.push({ key: `reply ${replying}`, print: "", make: () => drawReplyBox(scene, replying) });
    before = message;
  });
  return lines;
}

/** Bring the list to `lines`, leaving alone what did not change. Answers the messages that are new. */
function reconcile(list, drawn, lines) {
  const fresh = [];
  const wanted = new Set(lines.map((line) => line.key));
  for (const [key, { node }] of drawn) {
    if (wanted.has(key)) continue;
    node.remove();
    drawn.delete(key);
  }
  let next = list.firstElementChild;
  for (const line of lines) {
    const old = drawn.get(line.key);
    if (!old && line.message) fresh.push(line.message);
    const node = old?.print === line.print ? old.node : redraw(old, line);
    drawn.set(line.key, { node, print: line.print });
    if (old?.node === next) next = next?.nextElementSibling ?? null;
    if (old && old.node !== node) old.node.replaceWith(node);
    if (node.parentNode !== list || node.nextElementSibling !== next) list.insertBefore(node, next);
  }
  return fresh;
}

function earlierButton(scene) {
  return el("button", { type: "button", class: "button quiet earlier", "data-testid": "earlier", text: "Show earlier messages", onclick: scene.earlier });
}

/** The tools of one message at a time are stops of Tab: of the one with the focus, else of the newest. */
function offerTools(list) {
  const held = list.contains(document.activeElement) && document.activeElement.closest("article");
  const all = list.querySelectorAll("article");
  for (const tool of list.querySelectorAll(".toolbar [tabindex='0']")) tool.tabIndex = -1;
  for (const tool of (held || all[all.length - 1])?.querySelectorAll(".toolbar button") ?? []) tool.tabIndex = 0;
}

/** From message to message with the arrow keys; from the list itself, to the newest. */
function walk(list, event) {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!step || !event.target.matches("article, .scroller")) return;
  const all = [...list.querySelectorAll("article")];
  const from = event.target.matches("article") ? all.indexOf(event.target) : all.length;
  all[Math.max(0, Math.min(all.length - 1, from + step))]?.focus();
  event.preventDefault();
}

/** Draw a line anew; someone whose focus was inside is put back in the same spot. */
function redraw(old, line) {
  const node = line.make();
  if (!old?.node.contains(document.activeElement)) return node;
  const spot = spotOf(document.activeElement);
  requestAnimationFrame(() => spot()?.focus({ preventScroll: true }));
  return node;
}

function headOf(id) {
  if (isDirect(id)) {
    return [store.state.app.name, `Only ${firstName(store.me)} and the app are here.`];
  }
  const found = channel(id);
  const others = found?.members.filter((each) => each !== store.state.app.bot_user) ?? [];
  const here = `${others.length} people${found?.members.length > others.length ? " and the app" : ""}`;
  return [`# ${found?.name ?? id}`, [found?.topic, here].filter(Boolean).join(" · ")];
}

function emptyWords(id) {
  if (isDirect(id)) return `Nothing here yet. Say hello, type / for commands, or press “Next nudge” above.`;
  return "Nothing here yet.";
}

function shortText(message) {
  return (message.text ?? "").replace(/[*_~`]|<[^>]*>/g, "").slice(0, 160);
}

/** Mount conversations in the middle pane. */
export function mountConversation(root, page) {
  const list = el("div", { class: "messages", "data-testid": "messages" });
  const scroller = el("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": "Messages", "aria-description": "The arrow keys go from message to message." }, list);
  const below = el("button", { type: "button", class: "below", hidden: true, text: "New messages below ↓", onclick: () => toEnd() });
  let drawn = new Map();
  let loaded = false;
  let replying = null;
  let shown = [];
  let skipped = 0;

  const nearEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR;
  const toEnd = () => {
    scroller.scrollTop = scroller.scrollHeight;
    below.hidden = true;
  };
  /** To the newest message; one that is too tall for the window is shown from its top. */
  const toNewest = () => {
    toEnd();
    const newest = list.lastElementChild;
    const from = newest.previousElementSibling?.matches(".day") ? newest.previousElementSibling : newest;
    const above = from.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
    if (above < 0) scroller.scrollTop += above - 8;
  };
  scroller.addEventListener("scroll", () => {
    if (nearEnd()) below.hidden = true;
    if (skipped && scroller.scrollTop < NEAR) earlier();
  });
  scroller.addEventListener("keydown", (event) => walk(list, event));
  list.addEventListener("focusin", () => offerTools(list));

  /** Draw the messages before the earliest one on show; what the reader looks at stays where it is. */
  const earlier = () => {
    const [held, under] = [document.activeElement, scroller.scrollHeight - scroller.scrollTop];
    skipped = Math.max(0, skipped - AT_ONCE);
    reconcile(list, drawn, linesOf(shown, scene, replying, skipped));
    scroller.scrollTop = scroller.scrollHeight - under;
    if (held.matches(".earlier") && !held.isConnected) scroller.focus({ preventScroll: true });
  };

  const scene = {
    page,
    channel: null,
    isReply,
    earlier: () => earlier(),
    refresh: () => refresh(),
    reply: (ts) => {
      replying = ts;
      return refresh().then(() => list.querySelector(".reply-box textarea")?.focus());
    },
    stopReply: () => {
      const from = replying;
      replying = null;
      return refresh().then(() => list.querySelector(`[data-ts="${from}"]`)?.focus());
    },
  };

  const tellNews = (fresh) => {
    const others = fresh.filter((message) => message.user !== store.me);
    if (others.length) announce(others.map((message) => `${nameOf(authorOf(message))}: ${shortText(message)}`).join(". "));
    return fresh.length > others.length;
  };

  const draw = (messages) => {
    const stay = !nearEnd();
    shown = messages;
    if (!loaded) skipped = Math.max(0, messages.length - AT_ONCE);
    const fresh = reconcile(list, drawn, linesOf(messages, scene, replying, skipped));
    offerTools(list);
    const own = loaded && fresh.length > 0 && tellNews(fresh);
    if (!messages.length) list.replaceChildren(el("p", { class: "empty", text: emptyWords(store.place) }));
    else list.querySelector(":scope > .empty")?.remove();
    if (own) toEnd();
    else if (!loaded || (!stay && fresh.length)) toNewest();
    else if (!stay) toEnd();
    else if (fresh.length) below.hidden = false;
    const last = messages.map((message) => message.ts).sort().at(-1);
    if (last) markSeen(store.place, last);
    loaded = true;
    if (list.querySelector("[data-action-id=nudge_reflect]")) page.did("nudge");
  };

  const refresh = oneAtATime(async () => {
    const [place, user] = [placeChannel(), store.me];
    if (!place) return;
    // A person's id asks for their messages with the app, also before the first one was written.
    const asked = place === directMessages(user) ? user : place;
    const answer = await get("messages", { channel: asked });
    if (place !== placeChannel() || user !== store.me) return;
    scene.channel = answer.channel.id;
    countFrom(scene.channel, answer.messages);
    draw(answer.messages.filter((each) => (each.ephemeral_for ?? user) === user));
  });

  const open = (place) => {
    const [title, about] = headOf(place);
    drawn = new Map();
    [loaded, replying] = [false, null];
    scene.channel = place;
    list.replaceChildren();
    below.hidden = true;
    root.replaceChildren(
      el("header", { class: "place-head" }, el("h2", { text: title }), el("p", { text: about })),
      el("div", { class: "scroll-box" }, scroller, below),
      drawComposer(scene, place));
  };

  return { open, refresh };
}
