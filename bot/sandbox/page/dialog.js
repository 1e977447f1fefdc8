// Dialogs and menus that keep the focus inside, close on Escape, and give the focus back.

import { el, freshId } from "./dom.js";
import { spotOf } from "./focus.js";
import { mrkdwn, plain, textObject } from "./mrkdwn.js";

const REACHABLE = "a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), summary, [tabindex='0']";

function wrapTab(dialog, event) {
  const stops = [...dialog.querySelectorAll(REACHABLE)].filter((node) => node.getClientRects().length);
  const edge = event.shiftKey ? stops[0] : stops.at(-1);
  if (document.activeElement !== edge && dialog.contains(document.activeElement)) return;
  event.preventDefault();
  (event.shiftKey ? stops.at(-1) : stops[0])?.focus();
}

let lastPressed = null;
document.addEventListener("click", (event) => (lastPressed = event.target.closest("button") ?? lastPressed), true);

const origins = new WeakMap();

/** Remember who called a dialog up. */
function rememberOrigin(dialog) {
  const active = document.activeElement;
  const node = active && active !== document.body ? active : lastPressed;
  origins.set(dialog, node ? spotOf(node) : () => null);
}

function giveBack(spot) {
  (spot() ?? document.querySelector("[data-testid=composer]") ?? document.getElementById("main")).focus();
}

/** Show a dialog over everything; Escape calls `onEscape`. Taking it away is `dismiss`. */
export function present(dialog, onEscape) {
  rememberOrigin(dialog);
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Tab") wrapTab(dialog, event);
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    onEscape();
  });
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  document.body.append(dialog);
  dialog.showModal();
}

/** Take a dialog away and give the focus back to where it was. */
export function dismiss(dialog) {
  if (dialog.open) dialog.close();
  dialog.remove();
  giveBack(origins.get(dialog));
}

/** Ask before a step is taken, as a Block Kit `confirm` object says. Answers true for yes. */
export function confirmed(question) {
  if (!question) return Promise.resolve(true);
  return new Promise((resolve) => {
    const title = freshId("confirm");
    const answer = (yes) => {
      dismiss(dialog);
      resolve(yes);
    };
    const style = question.style === "danger" ? "danger" : "primary";
    const yes = el("button", { type: "button", class: `button ${style}`, text: plain(question.confirm?.text ?? "Yes"), onclick: () => answer(true) });
    const no = el("button", { type: "button", class: "button", text: plain(question.deny?.text ?? "No"), onclick: () => answer(false) });
    const dialog = el("dialog", { class: "dialog small", role: "alertdialog", "aria-modal": "true", "aria-labelledby": title },
      el("h2", { id: title, text: plain(question.title?.text ?? "Are you sure?") }),
      textObject(question.text) ?? mrkdwn(""),
      el("div", { class: "dialog-foot" }, no, yes));
    present(dialog, () => answer(false));
    no.focus();
  });
}

/** Place a menu by its button, inside the window. */
function place(menu, anchor) {
  const from = anchor.getBoundingClientRect();
  const size = menu.getBoundingClientRect();
  const left = Math.max(8, Math.min(from.left, window.innerWidth - size.width - 8));
  const below = from.bottom + 4;
  const top = below + size.height < window.innerHeight - 8 ? below : Math.max(8, from.top - size.height - 4);
  menu.style.setProperty("left", `${left}px`);
  menu.style.setProperty("top", `${top}px`);
}

const STEPS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

function walk(menu, event) {
  const items = [...menu.querySelectorAll("[role=menuitem]")];
  const at = items.indexOf(document.activeElement);
  if (event.key in STEPS) items.at((at + STEPS[event.key]) % items.length).focus();
  else if (event.key === "Home") items[0].focus();
  else if (event.key === "End") items.at(-1).focus();
  else return;
  event.preventDefault();
}

let closeOpenMenu = () => {};

function menuItem({ label, hint, action, props = {} }, close) {
  const choose = () => {
    close();
    action();
  };
  return el("button", { type: "button", role: "menuitem", tabindex: "-1", onclick: choose, ...props },
    el("span", { text: label }), hint && el("small", { text: hint }));
}

/** Open a menu at `anchor`. Each item: `label`, `hint`, `action`, and further `props` of its button. */
export function openMenu(anchor, name, items, shape = "") {
  closeOpenMenu();
  const spot = spotOf(anchor);
  const menu = el("div", { class: `menu ${shape}`, role: "menu", "aria-label": name, popover: "manual" });
  const outside = (event) => menu.contains(event.target) || anchor.contains(event.target) || close(false);
  const close = (giveBack = true) => {
    document.removeEventListener("pointerdown", outside, true);
    anchor.setAttribute("aria-expanded", "false");
    menu.remove();
    closeOpenMenu = () => {};
    if (giveBack) spot()?.focus();
  };
  menu.append(...items.map((item) => menuItem(item, close)));
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else walk(menu, event);
  });
  (anchor.closest("dialog") ?? document.body).append(menu);
  menu.showPopover();
  place(menu, anchor);
  anchor.setAttribute("aria-expanded", "true");
  document.addEventListener("pointerdown", outside, true);
  closeOpenMenu = () => close(false);
  menu.querySelector("[role=menuitem]")?.focus();
}

/** Show any value as text to read, in a dialog. */
export function showRaw(title, value) {
  const id = freshId("raw");
  const close = () => dismiss(dialog);
  const dialog = el("dialog", { class: "dialog", "aria-modal": "true", "aria-labelledby": id },
    el("h2", { id, text: title }),
    el("pre", { class: "json", tabindex: "0", text: JSON.stringify(value, null, 2) }),
    el("div", { class: "dialog-foot" }, el("button", { type: "button", class: "button", text: "Close", onclick: close })));
  present(dialog, close);
}
