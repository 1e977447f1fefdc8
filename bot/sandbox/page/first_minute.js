// What to try first, one step at a time; it can be sent away for good.

import { el, icon, iconButton } from "./dom.js";
import { firstName, me, people, store } from "./store.js";

const KEY = "sandbox-first-minute";

/** The first person with this title. */
function the(title) {
  return people().find((each) => each.title?.toLowerCase() === title) ?? people()[0];
}

/** What to try, in order. `key` is the deed that ticks a step off; with `who`, when that person does it. */
function steps() {
  const [asked, coach, boss] = ["caseworker", "coach", "supervisor"].map(the);
  return [
    { key: "nudge", words: "Press “Next nudge” above: the clock asks a question." },
    { key: "reflection_sharing", who: asked, words: "Press “Reflect” below, answer, and share it with your coach." },
    { key: "celebration_preview", who: asked, words: "Press “Celebrate a small success”, and look it over before it goes." },
    { key: "read", who: coach, words: "Press “To Monday's digest” above, and read it." },
    { key: "command", who: boss, words: `Type /coach-checkin @${asked.name} to ask for a check-in.` },
  ];
}

function withRole(person) {
  const name = firstName(person.id);
  return person.title ? `${name}, a ${person.title.toLowerCase()}` : name;
}

/** The step in words; who to become is left out for someone who is that person already. */
function inWords({ who, words }, always) {
  return who && (always || who.id !== store.me) ? `Become ${withRole(who)}. ${words}` : words;
}

/** Mount the list. `did` ticks a step off. */
export function mountFirstMinute(root) {
  const done = new Set(JSON.parse(sessionStorage.getItem(KEY)));

  const away = () => {
    localStorage.setItem(KEY, "gone");
    root.hidden = true;
    document.getElementById("main").focus();
  };

  const line = (step) =>
    el("li", {}, el("span", { text: inWords(step, true) }), done.has(step.key) && el("span", { class: "done-mark", text: " Done" }));

  const draw = () => {
    root.hidden = localStorage.getItem(KEY) === "gone";
    if (root.hidden) return;
    const all = steps();
    const next = all.find((step) => !done.has(step.key));
    const open = root.querySelector("details")?.open ?? false;
    const held = root.contains(document.activeElement) && document.activeElement.localName;
    const summary = el("summary", {}, icon("down"),
      el("span", {}, `You are ${withRole(me())}. `, el("strong", { text: next ? inWords(next) : "You have seen it all. Try anything." })),
      el("small", { text: `${all.filter((step) => done.has(step.key)).length} of ${all.length} done` }));
    root.replaceChildren(
      el("details", { open }, summary, el("ol", {}, ...all.map(line))),
      iconButton("close", "Dismiss these hints", { onclick: away, "data-testid": "hints-dismiss" }));
    if (held) root.querySelector(held)?.focus();
  };

  const keep = (key) => sessionStorage.setItem(KEY, JSON.stringify([...done.add(key)]));

  const did = (key) => {
    if (key === "digest") keep(key);
    // The digest is read by whoever becomes the coach after it came, or was the coach then.
    const deed = done.has("digest") && ["digest", "person"].includes(key) ? "read" : key;
    const step = steps().find((each) => each.key === deed && (!each.who || each.who.id === store.me));
    if (step) keep(deed);
    draw();
  };

  return { draw, did };
}
