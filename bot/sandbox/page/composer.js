// Where a person writes: a message, a command, an answer in a thread; and the ⚡ shortcuts.

import { post } from "./api.js";
import { openMenu } from "./dialog.js";
import { el, iconButton } from "./dom.js";
import { channel, firstName, isDirect, store } from "./store.js";
import { attachSuggestions } from "./suggest.js";
import { busy, noteProblem } from "./toast.js";

const drafts = new Map();

function draftKey(place) {
  return `${store.me} ${place}`;
}

async function runCommand(text, scene) {
  const [command] = text.split(/\s+/);
  await post("command", { user: store.me, channel: scene.channel, command, text: text.slice(command.length).trim() });
  if (text.includes("@")) scene.page.did("command");
}

/** Send what was typed: a command if it begins with a slash, else a message. */
async function sendText(text, scene, thread = null) {
  if (text.startsWith("/") && !thread) await runCommand(text, scene);
  else await post("message", { user: store.me, channel: scene.channel, text, ...(thread && { thread_ts: thread }) });
  await scene.page.refresh();
}

function grow(area) {
  area.style.setProperty("height", "auto");
  area.style.setProperty("height", `${Math.min(area.scrollHeight, 200)}px`);
}

/** A text box whose Enter sends; the words stay if the sandbox refused them. */
function writingBox(area, button, send) {
  const go = () => {
    const text = area.value.trim();
    if (!text || area.readOnly) return;
    area.readOnly = true;
    busy(button, async () => {
      await send(text);
      area.value = "";
      area.dispatchEvent(new Event("input"));
    }).finally(() => (area.readOnly = false));
  };
  area.addEventListener("input", () => grow(area));
  button.addEventListener("click", () => {
    go();
    area.focus();
  });
  return go;
}

function shortcutButton(scene) {
  const control = iconButton("bolt", "Shortcuts", { "aria-haspopup": "menu", "aria-expanded": "false", "data-testid": "shortcuts" });
  const shortcuts = store.state.app.shortcuts.filter((each) => each.type === "global");
  const run = (shortcut) => busy(control, async () => {
    noteProblem(await post("shortcut", { user: store.me, callback_id: shortcut.callback_id }));
    await scene.page.refresh();
  });
  const items = shortcuts.map((shortcut) => ({
    label: shortcut.name,
    hint: shortcut.description,
    props: { "data-callback-id": shortcut.callback_id },
    action: () => run(shortcut),
  }));
  control.addEventListener("click", () => openMenu(control, "Shortcuts", items.length ? items : [{ label: "The app has no shortcuts", action: () => {} }]));
  return control;
}

/** A button that types a sign for you and opens its list. */
function signButton(sign, label, area) {
  const type = () => {
    const before = area.value.slice(0, area.selectionStart);
    const gap = sign === "@" && before && !/\s$/.test(before) ? " " : "";
    if (sign === "/") area.value = "/";
    else area.setRangeText(gap + sign, area.selectionStart, area.selectionEnd, "end");
    area.focus();
    area.dispatchEvent(new Event("input"));
  };
  return el("button", { type: "button", class: "icon-button sign-button", "aria-label": label, title: label, text: sign, onclick: type });
}

function placeName(place) {
  return isDirect(place) ? store.state.app.name : `#${channel(place)?.name ?? place}`;
}

/** The box at the foot of a conversation. */
export function drawComposer(scene, place) {
  const key = draftKey(place);
  const prompt = `Write to ${placeName(place)} as ${firstName(store.me)}`;
  const area = el("textarea", { rows: 1, "data-testid": "composer", "aria-label": prompt, placeholder: prompt, autocomplete: "off" });
  const send = iconButton("send", "Send", { class: "icon-button send", "data-testid": "send" });
  const box = el("div", { class: "composer" });
  const suggestions = attachSuggestions(area, box);
  const go = writingBox(area, send, (text) => sendText(text, scene));
  area.value = drafts.get(key) ?? "";
  area.addEventListener("input", () => drafts.set(key, area.value));
  area.addEventListener("keydown", (event) => {
    if (suggestions.take(event) || event.isComposing || event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    go();
  });
  box.append(
    el("div", { class: "writing" }, area,
      el("div", { class: "writing-tools" },
        shortcutButton(scene), signButton("/", "Commands", area), signButton("@", "Mention someone", area),
        el("small", { class: "keys", text: "Enter sends · Shift+Enter starts a line" }), send)));
  return box;
}

/** The small box under a thread. */
export function drawReplyBox(scene, thread) {
  const area = el("textarea", { rows: 1, "aria-label": "Reply in thread", placeholder: `Reply as ${firstName(store.me)}`, "data-testid": "thread-composer" });
  const send = el("button", { type: "button", class: "button primary", text: "Reply" });
  const box = el("div", { class: "reply-box" }, area, send, iconButton("close", "Stop replying", { onclick: scene.stopReply }));
  const suggestions = attachSuggestions(area, box, true);
  const go = writingBox(area, send, (text) => sendText(text, scene, thread));
  area.addEventListener("keydown", (event) => {
    if (suggestions.take(event)) return;
    if (event.key === "Escape") scene.stopReply();
    if (event.isComposing || event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    go();
  });
  return box;
}
