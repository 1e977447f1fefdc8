// Draw a table.

import { el } from "./dom.js";
import { plain } from "./mrkdwn.js";
import { richText } from "./richtext.js";

/** A plain cell's words. */
function wordsOf(cell) {
  return plain(String(cell.text ?? cell.value ?? ""));
}

function fill(node, cell) {
  if (cell?.type === "rich_text") node.append(richText(cell));
  else node.textContent = cell ? wordsOf(cell) : "";
  if (cell?.type === "raw_number") node.classList.add("align-right");
  return node;
}

/** Wide tables scroll inside their own frame, which the keyboard can reach. */
function frame(name, ...content) {
  return el("div", { class: "table-frame", role: "region", "aria-label": name, tabindex: "0" }, ...content);
}

function alignClass(settings, column) {
  const align = settings?.[column]?.align;
  return align && align !== "left" ? `align-${align}` : null;
}

function plainRow(row, settings, tag) {
  const scope = tag === "th" ? "col" : null;
  return el("tr", {}, ...row.map((cell, column) => fill(el(tag, { scope, class: alignClass(settings, column) }), cell)));
}

/** A table block: the first row is its head. */
export function table(block) {
  const [head, ...rows] = block.rows;
  const body = rows.map((row) => plainRow(row, block.column_settings, "td"));
  const whole = el("table", {}, el("thead", {}, plainRow(head, block.column_settings, "th")), el("tbody", {}, ...body));
  return frame("Table", whole);
}
