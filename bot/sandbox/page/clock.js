// The sandbox's clock: what time it is for the person acted as, and three ways to push it on.

import { post } from "./api.js";
import { el } from "./dom.js";
import { keepClock, me, now } from "./store.js";
import { busy, tell } from "./toast.js";
import { say, timeOfDay } from "./zones.js";

const DAY_SECONDS = 86_400;

const PUSHES = [
  { id: "clock-next-nudge", words: "Next nudge", about: "Go to the moment the app next writes to a caseworker", body: { next: "nudge" }, step: "nudge" },
  { id: "clock-day", words: "+1 day", about: "Go one day on", body: { advance_seconds: DAY_SECONDS }, step: "day" },
  { id: "clock-digest", words: "To Monday's digest", about: "Go to the coach's weekly digest", body: { next: "digest" }, step: "digest" },
];

/** What the app did when the clock moved, in a sentence. */
function outcome(app) {
  if (!app) return "The app is away, so only the clock moved.";
  if (!Number.isFinite(app.delivered)) return "The app has caught up.";
  if (app.delivered === 0) return "Nothing was due.";
  return app.delivered === 1 ? "The app sent 1 message." : `The app sent ${app.delivered} messages.`;
}

function city() {
  return (me()?.tz ?? "UTC").split("/").at(-1).replaceAll("_", " ");
}

/** Mount the clock. */
export function mountClock(root, page) {
  const day = el("span", { class: "clock-day" });
  const time = el("strong", { class: "clock-time" });
  const zone = el("span", { class: "clock-zone" });
  const face = el("p", { class: "clock-face", "data-testid": "clock" }, day, time, zone);

  const draw = () => {
    const present = now();
    day.textContent = say(present, { weekday: "short", month: "short", day: "numeric" });
    time.textContent = timeOfDay(present);
    zone.textContent = `${city()} time`;
    face.title = say(present, { dateStyle: "full", timeStyle: "long" });
  };

  const push = ({ body, step }) => async () => {
    root.classList.add("moving");
    for (const button of buttons) button.disabled = true;
    try {
      const answer = await post("clock", body);
      keepClock(answer.clock);
      draw();
      tell(`It is now ${say(now(), { weekday: "long", month: "long", day: "numeric" })}, ${timeOfDay(now())}. ${outcome(answer.app)}`);
      page.did(step);
      await page.refresh();
    } finally {
      for (const button of buttons) button.disabled = false;
      root.classList.remove("moving");
    }
  };

  const buttons = PUSHES.map((each) => {
    const button = el("button", { type: "button", class: "clock-button", "data-testid": each.id, title: each.about, text: each.words });
    button.addEventListener("click", () => busy(button, push(each)));
    return button;
  });

  root.append(face, el("div", { class: "clock-buttons" }, ...buttons));
  setInterval(draw, 1000);
  return { draw };
}
