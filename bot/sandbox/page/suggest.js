// Offer what can be typed: the app's commands after “/”, people after “@”.

import { el, freshId } from "./dom.js";
import { people, store } from "./store.js";

function commandsFor(start) {
  return store.state.app.commands
    .filter(({ command }) => command.startsWith(start) && command !== start)
    .map(({ command, description, usage_hint: usage }) => ({ insert: `${command} `, label: `${command} ${usage ?? ""}`, hint: description }));
}

function peopleFor(start) {
  const typed = start.toLowerCase();
  return people()
    .filter(({ name }) => name !== typed)
    .filter(({ name, real_name: full }) => `${name} ${full}`.toLowerCase().split(/\s+/).some((word) => word.startsWith(typed)))
    .map((person) => ({ insert: `@${person.name} `, label: `@${person.name}`, hint: [person.real_name, person.title].filter(Boolean).join(", ") }));
}

/** What fits the text before the caret: `from` is where the word begins, `items` what may stand there. Threads take no commands. */
function suggestionsFor(text, inThread) {
  const command = !inThread && /^\/[\w-]*$/.exec(text);
  if (command) return { from: 0, items: commandsFor(text) };
  const name = /(?:^|\s)@([\p{L}\w.-]*)$/u.exec(text);
  if (name) return { from: text.length - name[1].length - 1, items: peopleFor(name[1]) };
  return { from: 0, items: [] };
}

/** Hang a list of suggestions on a text box. Answers `open()`, and `take(event)` which is true when it used the key. */
export function attachSuggestions(area, box, inThread = false) {
  const id = freshId("suggestions");
  const list = el("ul", { class: "suggestions", id, role: "listbox", "aria-label": "Suggestions", hidden: true });
  let items = [];
  let from = 0;
  let at = 0;
  box.append(list);
  area.setAttribute("aria-autocomplete", "list");
  area.setAttribute("aria-controls", id);

  const hide = () => {
    items = [];
    draw();
  };
  const choose = (item) => {
    const caret = area.selectionStart;
    area.setRangeText(item.insert, from, caret, "end");
    hide();
    area.focus();
    area.dispatchEvent(new Event("input"));
  };
  const draw = () => {
    list.hidden = !items.length;
    list.replaceChildren(...items.map((item, index) => option(item, index, index === at, `${id}-${index}`, choose)));
    if (items.length) area.setAttribute("aria-activedescendant", `${id}-${at}`);
    else area.removeAttribute("aria-activedescendant");
    if (items.length) list.scrollIntoView({ block: "nearest" });
  };
  const look = () => {
    ({ from, items } = suggestionsFor(area.value.slice(0, area.selectionStart), inThread));
    at = 0;
    draw();
  };
  const move = (step) => {
    at = (at + step + items.length) % items.length;
    draw();
  };
  const take = (event) => {
    if (!items.length) return false;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") move(event.key === "ArrowDown" ? 1 : -1);
    else if (event.key === "Enter" || event.key === "Tab") choose(items[at]);
    else if (event.key === "Escape") hide();
    else return false;
    event.preventDefault();
    return true;
  };
  area.addEventListener("input", look);
  area.addEventListener("blur", () => setTimeout(hide, 150));
  return { take, look };
}

function option(item, index, chosen, id, choose) {
  const node = el("li", { role: "option", id, "aria-selected": String(chosen), class: chosen ? "chosen" : null },
    el("strong", { text: item.label.trim() }), item.hint && el("small", { text: item.hint }));
  // Before the text box loses the focus.
  node.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    choose(item);
  });
  return node;
}
