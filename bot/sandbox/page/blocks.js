// Draw Block Kit: the blocks of a message, a modal or an App Home.

import { drawChart } from "./chart.js";
import { checks, radios, select } from "./choices.js";
import { el, freshId } from "./dom.js";
import { button, overflow } from "./elements.js";
import { dateInput, textInput, typedInput } from "./fields.js";
import { plain, textObject } from "./mrkdwn.js";
import { richText } from "./richtext.js";
import { table } from "./table.js";

const PRESSED = { button, overflow };

const FILLED = {
  static_select: select, users_select: select, conversations_select: select, channels_select: select,
  multi_static_select: checks, multi_users_select: checks, multi_conversations_select: checks, multi_channels_select: checks,
  checkboxes: checks, radio_buttons: radios, plain_text_input: textInput, number_input: typedInput,
  email_text_input: typedInput, url_text_input: typedInput, datepicker: dateInput, timepicker: dateInput, datetimepicker: dateInput,
};

/** The visible line for what this page has no drawing for. */
function undrawn(type) {
  return el("p", { class: "unknown", text: `This sandbox does not draw ${type}` });
}

/**
 * What the page remembers of one field that is filled in: its id, what was typed before a redraw,
 * whether a change is sent at once, and how to read it (the drawing sets `read`).
 */
function fieldOf(element, block, surface) {
  const key = `${block.block_id} ${element.action_id}`;
  const input = block.type === "input";
  const field = {
    element,
    id: freshId("field"),
    named: input,
    optional: input ? Boolean(block.optional) : true,
    dispatches: !input || Boolean(block.dispatch_action),
    kept: surface.kept?.has(key) ? (surface.kept.get(key) ?? "") : undefined,
    read: () => null,
    send: (value) => surface.send({ block_id: block.block_id, action_id: element.action_id, value }),
  };
  surface.fields.set(key, { block_id: block.block_id, action_id: element.action_id, read: () => field.read() });
  return field;
}

function drawFilled(element, block, surface, field) {
  const control = FILLED[element.type](element, block, surface, field);
  if (element.focus_on_load) control.setAttribute("autofocus", "");
  return control;
}

/** Draw one element of a section or of a row of actions. */
function drawElement(element, block, surface) {
  if (PRESSED[element.type]) return PRESSED[element.type](element, block, surface);
  if (FILLED[element.type]) return drawFilled(element, block, surface, fieldOf(element, block, surface));
  if (element.type === "image") return picture(element);
  return undrawn(element.type);
}

/** The page fetches nothing from elsewhere, so a picture is told in its words. */
function picture(image) {
  return el("div", { class: "picture", role: "img", "aria-label": image.alt_text },
    el("span", { "aria-hidden": "true", text: "Image" }), el("span", { "aria-hidden": "true", text: image.alt_text }));
}

function section(block, surface) {
  const body = el("div", { class: "section-text" }, textObject(block.text));
  if (block.fields) body.append(el("div", { class: "fields" }, ...block.fields.map(textObject)));
  if (!block.accessory) return body;
  const control = drawElement(block.accessory, block, surface);
  // A field beside a sentence is named by that sentence, since it has no label of its own.
  if (FILLED[block.accessory.type]) control.setAttribute("aria-label", body.textContent.slice(0, 140));
  return el("div", { class: "with-accessory" }, body, el("div", { class: "accessory" }, control));
}

function context(block) {
  const parts = block.elements.map((part) => (part.type === "image" ? picture(part) : textObject(part)));
  return el("div", { class: "context" }, ...parts);
}

function actions(block, surface) {
  return el("div", { class: "actions" }, ...block.elements.map((element) => drawElement(element, block, surface)));
}

function imageBlock(block) {
  return el("figure", {}, block.title && el("figcaption", { text: plain(block.title.text) }), picture(block));
}

const GROUPS = new Set(["checkboxes", "radio_buttons"]);

/** A question of a form: its label, its control, a hint, and the error of the last try. */
function input(block, surface) {
  const { element } = block;
  if (!FILLED[element.type]) return undrawn(element.type);
  const field = fieldOf(element, block, surface);
  const control = drawFilled(element, block, surface, field);
  const label = el("span", { text: plain(block.label.text) });
  const optional = block.optional && el("span", { class: "optional", text: " (optional)" });
  const grouped = GROUPS.has(element.type) || element.type.startsWith("multi_");
  const box = el("div", { class: "question" });
  if (grouped) control.prepend(el("legend", {}, label, optional || ""));
  else box.append(el("label", { for: field.id }, label, optional || ""));
  box.append(control);
  describe(control, box, block, surface);
  if (!block.optional) control.setAttribute(grouped ? "data-required" : "aria-required", "true");
  return box;
}

/** Tie the hint and the error to the control, so that they are read with it. */
function describe(control, box, block, surface) {
  const ids = [];
  const say = (text, props) => {
    const id = freshId("about");
    ids.push(id);
    box.append(el("p", { id, text, ...props }));
  };
  if (block.hint) say(plain(block.hint.text), { class: "hint" });
  const error = surface.errors?.[block.block_id];
  if (error) {
    say(error, { class: "field-error", "data-testid": "field-error" });
    control.setAttribute("aria-invalid", "true");
  }
  if (ids.length) control.setAttribute("aria-describedby", ids.join(" "));
}

const BLOCKS = {
  section,
  header: (block) => el("h3", { class: "block-header", text: plain(block.text.text) }),
  divider: () => el("hr"),
  context,
  actions,
  context_actions: actions,
  image: imageBlock,
  input,
  rich_text: richText,
  table,
  data_visualization: drawChart,
};

/**
 * Draw `blocks` for a surface. A surface has `send({block_id, action_id, value})`, `fields` (a Map the
 * drawing fills), and for forms `kept` (what was typed before) and `errors` by block_id.
 */
export function drawBlocks(blocks, surface) {
  const box = el("div", { class: "blocks" });
  for (const block of blocks) {
    const draw = BLOCKS[block.type];
    const node = draw ? draw(block, surface) : undrawn(block.type);
    box.append(el("div", { class: `block block-${block.type}`, "data-block-id": block.block_id }, node));
  }
  return box;
}

/** What is filled in now, as {block_id: {action_id: value}}. */
export function readFields(fields) {
  const values = {};
  for (const { block_id, action_id, read } of fields.values()) (values[block_id] ??= {})[action_id] = read();
  return values;
}

/** What is filled in now, by field, to be kept over a redraw. */
export function rememberFields(fields) {
  return new Map([...fields].map(([key, field]) => [key, field.read()]));
}
