// Draw the elements one types or dials into: text, numbers, addresses, dates and times.

import { el } from "./dom.js";
import { hooks } from "./elements.js";
import { plain } from "./mrkdwn.js";
import { busy } from "./toast.js";
import { fromLocal, toLocal } from "./zones.js";

/** How long typing must rest before a field that listens for letters is sent, in milliseconds. */
const REST = 500;

function common(element, block, field) {
  const hint = plain(element.placeholder?.text ?? "");
  return { id: field.id, placeholder: hint || null, "aria-label": field.named ? null : hint || "Answer", ...hooks(element, block) };
}

function sender(control, field) {
  let sent = field.read();
  return () => {
    if (field.read() === sent) return;
    sent = field.read();
    busy(control, () => field.send(sent));
  };
}

/** Send typed text on Enter or on each rest, as the app asked. */
function sendWhileTyping(control, element, field) {
  if (!field.dispatches) return;
  const moments = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const send = sender(control, field);
  let timer;
  if (moments.includes("on_character_entered")) {
    control.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(send, REST);
    });
  }
  control.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || !moments.includes("on_enter_pressed")) return;
    event.preventDefault();
    clearTimeout(timer);
    send();
  });
}

function grow(area) {
  area.style.setProperty("height", "auto");
  area.style.setProperty("height", `${Math.min(area.scrollHeight + 2, 320)}px`);
}

/** Text of one line or of several. */
export function textInput(element, block, surface, field) {
  const limits = { minlength: element.min_length, maxlength: element.max_length };
  const props = { ...common(element, block, field), ...limits, autocomplete: "off" };
  const control = element.multiline ? el("textarea", { ...props, rows: 4 }) : el("input", { type: "text", ...props });
  control.value = field.kept ?? element.initial_value ?? "";
  if (element.multiline) control.addEventListener("input", () => grow(control));
  field.read = () => control.value || null;
  sendWhileTyping(control, element, field);
  return control;
}

const TYPES = { number_input: "number", email_text_input: "email", url_text_input: "url" };

/** A number, a mail address or a web address. */
export function typedInput(element, block, surface, field) {
  const limits = { min: element.min_value, max: element.max_value, step: element.is_decimal_allowed ? "any" : null };
  const control = el("input", { type: TYPES[element.type], autocomplete: "off", ...common(element, block, field), ...limits });
  control.value = field.kept ?? element.initial_value ?? "";
  field.read = () => control.value || null;
  sendWhileTyping(control, element, field);
  return control;
}

/** A picked day or time is sent when it rests, on Enter, or when the field is left: never half typed. */
function sendWhenPicked(control, field) {
  if (!field.dispatches) return;
  const send = sender(control, field);
  let timer;
  const soon = (delay) => {
    clearTimeout(timer);
    timer = setTimeout(send, delay);
  };
  control.addEventListener("change", () => soon(REST));
  control.addEventListener("blur", () => soon(0));
  control.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    soon(0);
  });
}

/** A day, a time, or both; both together are kept as epoch seconds, read in the person's own zone. */
export function dateInput(element, block, surface, field) {
  const type = { datepicker: "date", timepicker: "time", datetimepicker: "datetime-local" }[element.type];
  const initial = element.initial_date ?? element.initial_time ?? element.initial_date_time ?? null;
  const before = field.kept ?? initial;
  const control = el("input", { type, ...common(element, block, field) });
  const both = type === "datetime-local";
  control.value = both && before ? toLocal(new Date(before * 1000)) : (before ?? "");
  field.read = () => (both && control.value ? fromLocal(control.value) : control.value || null);
  sendWhenPicked(control, field);
  return control;
}
