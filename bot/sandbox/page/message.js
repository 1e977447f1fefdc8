// Draw one message: who, when, what, its reactions, and what one can do with it.

import { post } from "./api.js";
import { drawBlocks, readFields } from "./blocks.js";
import { openMenu, showRaw } from "./dialog.js";
import { el, icon, iconButton } from "./dom.js";
import { REACTIONS, picture } from "./emoji.js";
import { mrkdwn } from "./mrkdwn.js";
import { avatar } from "./people.js";
import { isApp, nameOf, store } from "./store.js";
import { busy, noteProblem } from "./toast.js";
import { dayInWords, timeOfDay } from "./zones.js";

/** The instant a message was written. */
export function writtenAt(message) {
  return new Date(Number(message.ts) * 1000);
}

/** Whose message it is: the app's own, whatever id it carries. */
export function authorOf(message) {
  return isApp(message) ? store.state.app.bot_user : message.user;
}

function surfaceOf(message, scene) {
  const fields = new Map();
  return {
    fields,
    send: async (pressed) => {
      noteProblem(await post("click", { user: store.me, channel: scene.channel, ts: message.ts, values: readFields(fields), ...pressed }));
      await scene.page.refresh();
    },
  };
}

async function react(control, message, scene, name) {
  await busy(control, async () => {
    await post("react", { user: store.me, channel: scene.channel, ts: message.ts, name });
    await scene.refresh();
  });
}

function reactionPills(message, scene) {
  if (!message.reactions?.length) return null;
  const pills = message.reactions.map(({ name, users }) => {
    const own = users.includes(store.me);
    const who = users.map(nameOf).join(", ");
    const words = name.replaceAll("_", " ");
    const label = `${words}, ${users.length}: ${who}`;
    const pill = el("button", { type: "button", class: "pill", "aria-pressed": String(own), title: label, "aria-label": label, "data-reaction": name },
      el("span", { text: picture(name) }), el("span", { text: String(users.length) }));
    pill.addEventListener("click", () => react(pill, message, scene, name));
    return pill;
  });
  return el("div", { class: "reactions" }, ...pills);
}

function reactButton(message, scene) {
  const control = iconButton("smile", "Add a reaction", { "aria-haspopup": "menu", "aria-expanded": "false", "data-testid": "react" });
  control.addEventListener("click", () => {
    const items = REACTIONS.map((name) => ({
      label: picture(name),
      props: { "aria-label": name.replaceAll("_", " "), "data-reaction": name },
      action: () => react(control, message, scene, name),
    }));
    openMenu(control, "Reactions", items, "grid");
  });
  return control;
}

function useShortcut(control, message, scene, shortcut) {
  return busy(control, async () => {
    noteProblem(await post("shortcut", { user: store.me, callback_id: shortcut.callback_id, channel: scene.channel, ts: message.ts }));
    await scene.page.refresh();
  });
}

function moreButton(message, scene) {
  const control = iconButton("more", "More for this message", { "aria-haspopup": "menu", "aria-expanded": "false", "data-testid": "message-menu" });
  const shortcuts = store.state.app.shortcuts.filter((each) => each.type === "message");
  control.addEventListener("click", () => {
    const items = shortcuts.map((shortcut) => ({
      label: shortcut.name,
      hint: shortcut.description,
      props: { "data-callback-id": shortcut.callback_id },
      action: () => useShortcut(control, message, scene, shortcut),
    }));
    items.push({ label: "Show the raw message", hint: "As the app sent it", action: () => showRaw("The raw message", message) });
    openMenu(control, "More for this message", items);
  });
  return control;
}

function toolbar(message, scene) {
  if (message.ephemeral_for) return null;
  const reply = iconButton("reply", "Reply in thread", { "data-testid": "reply", onclick: () => scene.reply(message.thread_ts ?? message.ts) });
  const tools = [reactButton(message, scene), reply, moreButton(message, scene)];
  for (const tool of tools) tool.tabIndex = -1;
  return el("div", { class: "toolbar", role: "group", "aria-label": "For this message" }, ...tools);
}

function headLine(message, author) {
  const at = writtenAt(message);
  return el("header", { class: "message-head" },
    el("strong", { text: nameOf(author) }),
    isApp(message) && el("span", { class: "badge", text: "App" }),
    el("time", { datetime: at.toISOString(), title: `${dayInWords(at)}, ${timeOfDay(at)}`, text: timeOfDay(at) }));
}

function content(message, scene) {
  const surface = surfaceOf(message, scene);
  const said = message.blocks?.length ? drawBlocks(message.blocks, surface) : mrkdwn(message.text);
  return [said, ...(message.files ?? []).map((file) => el("p", {}, el("a", { href: file.url_private, download: file.name, text: `📄 ${file.name}` })))];
}

/** Draw a message. `joined` messages follow one by the same author and leave out the name. */
export function drawMessage(message, scene, joined) {
  const author = authorOf(message);
  const at = timeOfDay(writtenAt(message));
  const kinds = [joined && "joined", message.ephemeral_for && "ephemeral", isApp(message) && "from-app", scene.isReply(message) && "reply"];
  return el("article", {
    class: ["message", ...kinds.filter(Boolean)].join(" "), "data-ts": message.ts, "data-user": author, tabindex: "-1",
    "data-ephemeral": message.ephemeral_for ?? null,
    "aria-label": `${nameOf(author)}, ${at}${message.ephemeral_for ? ", only visible to you" : ""}`,
  },
  joined ? el("span", { class: "gutter", "aria-hidden": "true", text: at.replace(/ [AP]M/, "") }) : avatar(author, nameOf(author)),
  el("div", { class: "message-body" },
    message.ephemeral_for && el("p", { class: "only-you" }, icon("eye"), "Only visible to you"),
    joined ? null : headLine(message, author),
    content(message, scene),
    message.edited && el("small", { class: "edited", text: "(edited)" }),
    reactionPills(message, scene)),
  toolbar(message, scene));
}
