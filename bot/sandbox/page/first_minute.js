// A short list of things to try on the first visit; it can be sent away for good.

import { el, icon, iconButton } from "./dom.js";
import { firstName, people, store } from "./store.js";

const KEY = "sandbox-first-minute";

function coach() {
  const found = people().find((each) => /coach/i.test(each.title ?? ""));
  return found ? firstName(found.id) : "the coach";
}

function steps() {
  const name = firstName(store.me);
  return [
    ["person", `You are ${name}. Pick anyone on the left to be them.`],
    ["nudge", "Press “Next nudge”: the clock jumps, the app writes."],
    ["answer", "Answer with the buttons in its message."],
    ["command", "Type / below to ask the app for something."],
    ["digest", `Press “To Monday's digest”, then become ${coach()}.`],
  ];
}

function dismissed() {
  return localStorage.getItem(KEY) === "gone";
}

/** Mount the list. `did` ticks a step off. */
export function mountFirstMinute(root) {
  const done = new Set();

  const away = () => {
    localStorage.setItem(KEY, "gone");
    root.hidden = true;
    document.getElementById("main").focus();
  };

  const line = ([key, words]) =>
    el("li", { class: done.has(key) ? "done" : null }, el("span", { text: words }), done.has(key) && el("span", { class: "done-mark", text: " Done" }));

  const draw = () => {
    root.hidden = dismissed();
    if (root.hidden) return;
    const open = root.querySelector("details")?.open ?? matchMedia("(min-width: 800px)").matches;
    const summary = el("summary", {}, icon("down"), el("span", { text: "Your first minute here" }), el("small", { text: `${done.size} of ${steps().length} done` }));
    root.replaceChildren(
      el("details", { open }, summary, el("ol", {}, ...steps().map(line))),
      iconButton("close", "Dismiss these hints", { onclick: away, "data-testid": "hints-dismiss" }));
  };

  const did = (step) => {
    if (steps().some(([key]) => key === step)) done.add(step);
    draw();
  };

  return { draw, did };
}
