// Short notes at the edge of the screen: what went wrong, or what just happened.

import { el, iconButton } from "./dom.js";
import { focusOn, spotOf } from "./focus.js";

/** How long a note stays, in milliseconds; what went wrong stays longer. */
const STAY = { news: 5000, problem: 10_000 };

/** Notes go into the dialog on top, so that they are seen and read out above it. */
function shelf() {
  const home = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document.body;
  const found = home.querySelector(":scope > .toasts");
  if (found) return found;
  const made = el("div", { class: "toasts", "aria-live": "polite" });
  home.append(made);
  return made;
}

function show(sentence, kind) {
  const note = el("div", { class: `toast ${kind}`, role: kind === "problem" ? "alert" : null, "data-testid": "toast" });
  const close = iconButton("close", "Dismiss", { onclick: () => note.remove() });
  note.append(el("p", { text: sentence }), close);
  const place = shelf();
  while (place.children.length > 1) place.firstChild.remove();
  place.append(note);
  setTimeout(() => note.remove(), STAY[kind]);
}

/** Say what happened. */
export function tell(sentence) {
  show(sentence, "news");
}

/** Say what went wrong, in the words of whoever refused. */
export function complain(problem) {
  show(problem.message, "problem");
}

const PROBLEMS = {
  timeout: "The app did not answer within three seconds.",
  unreachable: "The app could not be reached. Is it running?",
  refused: "The app answered with an error. The inspector shows it.",
};

/** Say so when what a person did did not get through to the app. */
export function noteProblem(answer) {
  if (answer.problem) show(PROBLEMS[answer.problem] ?? `The app did not take it (${answer.problem}).`, "problem");
}

/** Put a sentence where screen readers hear it and eyes do not see it. */
export function announce(sentence) {
  document.getElementById("announcer").textContent = sentence;
}

/** Hold a control while its request is under way; a refusal becomes a note. Answers what `work` did, or null. */
export async function busy(control, work) {
  const focused = control.contains(document.activeElement);
  const spot = spotOf(control);
  control.disabled = true;
  control.setAttribute("aria-busy", "true");
  try {
    return await work();
  } catch (problem) {
    complain(problem);
    return null;
  } finally {
    control.disabled = false;
    control.removeAttribute("aria-busy");
    if (focused && document.activeElement === document.body) focusOn(spot());
  }
}
