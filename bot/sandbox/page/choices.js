// Draw the elements that pick from a list: selects, radio buttons, checkboxes.

import { el, freshId } from "./dom.js";
import { confirmed } from "./dialog.js";
import { hooks } from "./elements.js";
import { plain, textObject } from "./mrkdwn.js";
import { channelsOf, people, placeChannel, store } from "./store.js";
import { busy } from "./toast.js";

function asChoice(option) {
  return { value: option.value, label: plain(option.text.text), text: option.text, description: option.description };
}

function peopleChoices() {
  return people().map((person) => ({ value: person.id, label: person.real_name || person.name }));
}

function channelChoices() {
  return channelsOf(store.me).map((channel) => ({ value: channel.id, label: `#${channel.name}` }));
}

/** The groups of choices an element offers; a plain list is one group without a label. */
function groupsOf(element) {
  if (element.type.includes("users")) return [{ label: null, choices: peopleChoices() }];
  if (/conversations|channels/.test(element.type)) return [{ label: null, choices: channelChoices() }];
  if (!element.option_groups) return [{ label: null, choices: (element.options ?? []).map(asChoice) }];
  return element.option_groups.map((group) => ({ label: plain(group.label.text), choices: group.options.map(asChoice) }));
}

/** What the app set beforehand: one value, or null. */
function initialOne(element) {
  const here = element.default_to_current_conversation ? placeChannel() : null;
  return element.initial_option?.value ?? element.initial_user ?? element.initial_conversation ?? element.initial_channel ?? here;
}

/** What the app set beforehand: a list of values. */
function initialMany(element) {
  const options = element.initial_options?.map((option) => option.value);
  return options ?? element.initial_users ?? element.initial_conversations ?? element.initial_channels ?? [];
}

function optionNodes(groups) {
  return groups.flatMap(({ label, choices }) => {
    const nodes = choices.map((choice) => el("option", { value: choice.value, text: choice.label }));
    return label ? [el("optgroup", { label }, ...nodes)] : nodes;
  });
}

/** Send a pick at once, unless this field waits for the whole form. A pick that is taken back shows the old one again. */
function sendOnChange(control, field, restore) {
  control.addEventListener("change", async () => {
    if (!field.dispatches) return;
    if (!(await confirmed(field.element.confirm))) restore();
    else await busy(control, () => field.send(field.read()));
  });
}

/** One choice from a list that drops down. */
export function select(element, block, surface, field) {
  const hint = plain(element.placeholder?.text ?? "Choose…");
  const empty = el("option", { value: "", text: hint, disabled: !field.optional, hidden: !field.optional });
  const control = el("select", { id: field.id, "aria-label": field.named ? null : hint, ...hooks(element, block) }, empty, ...optionNodes(groupsOf(element)));
  const before = field.kept ?? initialOne(element) ?? "";
  control.value = before;
  if (control.selectedIndex < 0) control.value = "";
  field.read = () => control.value || null;
  sendOnChange(control, field, () => (control.value = before));
  return control;
}

/** One line of a list of boxes or dots. */
function tick(kind, group, choice, checked) {
  const id = freshId("choice");
  const input = el("input", { type: kind, id, name: group, value: choice.value, checked, "data-value": choice.value });
  const label = el("label", { for: id }, choice.text ? textObject(choice.text) : choice.label);
  if (!choice.description) return el("div", { class: "tick" }, input, label);
  const more = freshId("more");
  input.setAttribute("aria-describedby", more);
  const about = textObject(choice.description);
  about.id = more;
  about.classList.add("hint");
  return el("div", { class: "tick" }, input, label, about);
}

/** A framed list of boxes or dots, one group of choices after the other. */
function tickList(kind, element, block, field, checked) {
  const group = freshId("group");
  const name = field.named ? null : plain(element.placeholder?.text ?? "Choices");
  const box = el("fieldset", { class: "ticks", id: field.id, "aria-label": name, ...hooks(element, block) });
  for (const { label, choices } of groupsOf(element)) {
    if (label) box.append(el("p", { class: "tick-group", text: label }));
    box.append(...choices.map((choice) => tick(kind, group, choice, checked.includes(choice.value))));
  }
  return box;
}

function chosen(box) {
  return [...box.querySelectorAll("input:checked")].map((input) => input.value);
}

function restoreTicks(box, values) {
  for (const input of box.querySelectorAll("input")) input.checked = values.includes(input.value);
}

/** One of a few, all in sight. */
export function radios(element, block, surface, field) {
  const before = [field.kept ?? element.initial_option?.value].filter(Boolean);
  const box = tickList("radio", element, block, field, before);
  field.read = () => chosen(box)[0] ?? null;
  sendOnChange(box, field, () => restoreTicks(box, before));
  return box;
}

/** No more than the app allows: once full, the rest wait. */
function limit(box, most) {
  if (!most) return;
  const apply = () => {
    const full = chosen(box).length >= most;
    for (const input of box.querySelectorAll("input")) input.disabled = full && !input.checked;
  };
  box.addEventListener("change", apply);
  apply();
}

/** Any number of a few: checkboxes, and selects that take several. */
export function checks(element, block, surface, field) {
  const before = field.kept ?? initialMany(element);
  const box = tickList("checkbox", element, block, field, before);
  box.classList.toggle("scrolls", element.type.startsWith("multi_"));
  field.read = () => chosen(box);
  limit(box, element.max_selected_items);
  sendOnChange(box, field, () => restoreTicks(box, before));
  return box;
}
