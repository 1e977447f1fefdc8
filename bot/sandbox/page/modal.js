// Modals: the form on top of the stack, its fields, its errors, and the way back.

import { post } from "./api.js";
import { drawBlocks, readFields, rememberFields } from "./blocks.js";
import { dismiss, present } from "./dialog.js";
import { el, iconButton } from "./dom.js";
import { focusOn, spotOf } from "./focus.js";
import { plain } from "./mrkdwn.js";
import { firstName, store } from "./store.js";
import { busy, noteProblem } from "./toast.js";

/** Where the reader begins: at the first error, where the app asked, or in the first field. */
function focusStart(dialog) {
  const wrong = dialog.querySelector("[aria-invalid=true]");
  const asked = dialog.querySelector("[autofocus]");
  const found = dialog.querySelector(".dialog-body :is(input, select, textarea)");
  const first = found?.type === "radio" ? found.closest("fieldset") : found;
  focusOn(wrong ?? asked ?? first ?? dialog.querySelector(".dialog-body .button, .dialog-foot button"));
  // What is to be read before the first field is read first.
  if (!wrong) dialog.querySelector(".dialog-body").scrollTop = 0;
}

/** Mount the modals; `show` takes what `GET views` answered. */
export function mountModal(page) {
  const typed = new Map();
  let open = null;

  const remember = () => open && typed.set(open.view.id, rememberFields(open.fields));

  const send = async (view, pressed) => {
    noteProblem(await post("click", { user: store.me, view_id: view.id, values: readFields(open.fields), ...pressed }));
    await page.refresh();
  };

  const submit = (view) => async () => {
    try {
      const answer = await post("submit", { user: store.me, view_id: view.id, values: readFields(open.fields) });
      if (answer.view?.callback_id !== view.callback_id) page.did(view.callback_id);
    } catch (problem) {
      if (!problem.errors) throw problem;
      remember();
      draw({ ...open.views, refused: problem.errors });
      return;
    }
    await page.refresh();
  };

  const close = (view) => async () => {
    await post("close", { user: store.me, view_id: view.id });
    typed.delete(view.id);
    await page.refresh();
  };

  /** Draw the top view into the dialog. `refused` are the errors of fields that the chat itself would not send. */
  const draw = (views) => {
    const view = views.modals.at(-1);
    const fields = new Map();
    const surface = { kept: typed.get(view.id), fields, errors: { ...views.errors, ...views.refused }, send: (pressed) => send(view, pressed) };
    const same = open?.view.id === view.id;
    const active = same ? document.activeElement?.closest("dialog [data-action-id]") : null;
    const spot = active && spotOf(active);
    const dialog = open?.dialog ?? el("dialog", { class: "dialog modal", role: "dialog", "aria-modal": "true", "aria-labelledby": "modal-title" });
    const parts = frame(view, views, surface, { submit: submit(view), close: close(view) });
    const heard = dialog.querySelector("[role=status]") ?? el("p", { class: "hidden-text", role: "status" });
    const before = new Set(same ? wordsOf(dialog) : []);
    dialog.replaceChildren(...parts, heard, ...dialog.querySelectorAll(".toasts"));
    heard.textContent = same ? wordsOf(dialog).filter((words) => !before.has(words)).join(" ") : "";
    const fresh = !open;
    open = { dialog, view, views, fields, print: printOf(views) };
    if (fresh) present(dialog, () => dialog.querySelector(".modal-close").click());
    if (spot && !Object.keys(surface.errors).length) focusOn(spot());
    else focusStart(dialog);
  };

  const show = (views) => {
    if (!views.modals.length) {
      if (open) dismiss(open.dialog);
      open = null;
      typed.clear();
    } else if (!open || open.print !== printOf(views)) {
      remember();
      draw(views);
    }
  };

  return { show };
}

/** What a form says besides its fields: whoever cannot see it hears what is new in a form that changed. */
function wordsOf(dialog) {
  return [...dialog.querySelectorAll("#modal-title, .block:not(.block-input, .block-actions), .field-error")].map((node) => node.textContent);
}

/** What makes a drawing stale. */
function printOf({ modals, errors, notice }) {
  return JSON.stringify([store.me, modals.map((view) => [view.id, view.hash]), errors, notice]);
}

function head(view, depth, close) {
  const away = iconButton("close", "Close", { class: "icon-button modal-close", "data-testid": "modal-close" });
  away.addEventListener("click", () => busy(away, close));
  return el("header", { class: "dialog-head" },
    el("img", { class: "avatar small", src: "/page/icon.svg", alt: "" }),
    el("div", {},
      el("h2", { id: "modal-title", text: plain(view.title.text) }),
      el("small", { text: `${firstName(store.me)} sees this${depth > 1 ? ` · form ${depth} of a stack` : ""}` })),
    away);
}

function foot(view, close) {
  const back = el("button", { type: "button", class: "button", "data-testid": "modal-cancel", text: plain(view.close?.text ?? "Cancel") });
  back.addEventListener("click", () => busy(back, close));
  const hasForm = view.submit || view.blocks.some((block) => block.type === "input");
  const words = plain(view.submit?.text ?? "Submit");
  const go = hasForm && el("button", { type: "submit", class: "button primary", "data-testid": "modal-submit", disabled: view.submit_disabled, text: words });
  return el("footer", { class: "dialog-foot" }, back, go);
}

/** The parts of a modal: its head, a notice if the app failed to answer, the form, its foot. */
function frame(view, { modals, notice }, surface, { submit, close }) {
  const bottom = foot(view, close);
  const form = el("form", { class: "dialog-form", novalidate: true },
    el("div", { class: "dialog-body" }, notice && el("p", { class: "notice", role: "alert", text: notice }), drawBlocks(view.blocks, surface)),
    bottom);
  const body = form.firstChild;
  // A text that is longer than its form scrolls by keyboard, too.
  if (!body.querySelector("button, input, select, textarea, [tabindex]")) body.tabIndex = 0;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const press = bottom.querySelector("[type=submit]");
    if (press && !press.disabled) busy(press, submit);
  });
  return [head(view, modals.length, close), form];
}
