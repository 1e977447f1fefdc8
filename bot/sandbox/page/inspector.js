// The inspector: every request between the app and the sandbox, to open and read.

import { get } from "./api.js";
import { el, iconButton, oneAtATime } from "./dom.js";

/** Older lines are let go, so that a long day stays light. */
const MOST = 500;

const WAYS = { to_app: ["To the app", "→"], from_app: ["From the app", "←"] };

function json(title, value) {
  return [el("h4", { text: title }), el("pre", { class: "json", tabindex: "0", "aria-label": title, text: JSON.stringify(value, null, 2) ?? "nothing" })];
}

function clockTime(at) {
  return new Date(at).toISOString().slice(11, 19);
}

function entryLine(entry) {
  const [way, arrow] = WAYS[entry.direction] ?? [entry.direction, "·"];
  const failed = !entry.status || entry.status >= 400 || entry.response?.ok === false;
  const trouble = entry.response?.error ?? (entry.status ? null : entry.response);
  const details = el("div", { class: "traffic-details", hidden: true });
  const button = el("button", { type: "button", class: "traffic-head", "aria-expanded": "false" },
    el("span", { class: `way ${entry.direction}`, title: way, "aria-label": way, role: "img", text: arrow }),
    el("span", { class: "kind", text: entry.kind }),
    el("span", { class: failed ? "status failed" : "status", text: String((failed && trouble) || entry.status || "no answer") }),
    el("span", { class: "ms", text: Number.isFinite(entry.ms) ? `${Math.round(entry.ms)} ms` : "" }));
  button.addEventListener("click", () => {
    if (!details.firstChild) {
      const when = `${way}, ${clockTime(entry.at)} UTC, over ${entry.transport}`;
      details.append(el("p", { class: "hint", text: when }), ...json("Request", entry.request), ...json("Answer", entry.response));
    }
    details.hidden = !details.hidden;
    button.setAttribute("aria-expanded", String(!details.hidden));
  });
  return el("li", { class: "traffic", "data-kind": entry.kind, "data-direction": entry.direction }, button, details);
}

/** Mount the drawer and the button that opens it. */
export function mountInspector(root, button) {
  const list = el("ol", { class: "traffic-list", reversed: true });
  const filter = el("input", { type: "search", placeholder: "Filter, e.g. chat.postMessage", "aria-label": "Filter by kind" });
  const empty = el("p", { class: "hint", text: "Nothing has passed yet." });
  let last = 0;

  const sift = (line) => (line.hidden = !line.dataset.kind.includes(filter.value.trim()));
  const refresh = oneAtATime(async () => {
    if (root.hidden) return;
    const { entries } = await get("log", { after: last });
    for (const entry of entries) {
      const line = entryLine(entry);
      sift(line);
      list.prepend(line);
      last = entry.n;
    }
    while (list.children.length > MOST) list.lastElementChild.remove();
    empty.hidden = list.children.length > 0;
  });

  /** The log may have begun anew: forget all lines and read from its start. */
  const restart = () => {
    last = 0;
    list.replaceChildren();
    return refresh();
  };

  const toggle = (open) => {
    root.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    if (open) refresh().then(() => filter.focus());
    else button.focus();
  };

  const close = iconButton("close", "Close the inspector", { onclick: () => toggle(false) });
  filter.addEventListener("input", () => [...list.children].forEach(sift));
  button.addEventListener("click", () => toggle(root.hidden));
  root.addEventListener("keydown", (event) => event.key === "Escape" && toggle(false));
  root.append(
    el("header", { class: "inspector-head" }, el("h2", { text: "Inspector" }), close),
    el("p", { class: "hint", text: "What the app and the sandbox say to each other, newest first." }),
    filter, empty, list);
  return { refresh, restart };
}
