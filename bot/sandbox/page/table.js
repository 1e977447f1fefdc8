// Draw tables: the plain one, and the one that sorts and turns pages.

import { el } from "./dom.js";
import { plain } from "./mrkdwn.js";
import { richText } from "./richtext.js";

/** A cell's words, for sorting and for plain cells. */
function wordsOf(cell) {
  if (cell.type === "rich_text") return richText(cell).textContent;
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

function compare(a, b) {
  const [x, y] = [a, b].map((cell) => (cell.type === "raw_number" ? Number(cell.value) : wordsOf(cell)));
  return typeof x === "number" && typeof y === "number" ? x - y : String(x).localeCompare(String(y), "en", { numeric: true });
}

function dataRow(row, headerColumn) {
  return el("tr", {}, ...row.map((cell, column) => {
    const heads = column === headerColumn;
    return fill(el(heads ? "th" : "td", { scope: heads ? "row" : null }), cell);
  }));
}

function sortedRows(rows, { column, down }) {
  if (column === null) return rows;
  const sorted = rows.toSorted((a, b) => compare(a[column], b[column]));
  return down ? sorted.reverse() : sorted;
}

function sortHead(cell, column, { order, redraw, numeric }) {
  const sorted = order.column === column;
  const turn = () => {
    Object.assign(order, { down: sorted && !order.down, column, page: 0 });
    redraw();
  };
  const direction = order.down ? "descending" : "ascending";
  const mark = sorted ? (order.down ? " ↓" : " ↑") : "";
  const press = el("button", { type: "button", class: "sort", onclick: turn, text: wordsOf(cell) + mark });
  return el("th", { scope: "col", "aria-sort": sorted ? direction : null, class: numeric ? "align-right" : null }, press);
}

function pager(order, pages, redraw) {
  const turn = (step) => () => {
    order.page += step;
    redraw();
  };
  return el("div", { class: "pager" },
    el("button", { type: "button", class: "button quiet", text: "Back", disabled: order.page === 0, onclick: turn(-1) }),
    el("span", { text: `Page ${order.page + 1} of ${pages}` }),
    el("button", { type: "button", class: "button quiet", text: "Next", disabled: order.page + 1 >= pages, onclick: turn(1) }));
}

/** A data_table block: a caption, heads that sort, and pages. */
export function dataTable(block) {
  const [head, ...rows] = block.rows;
  const size = block.page_size ?? 5;
  const pages = Math.ceil(rows.length / size);
  const order = { column: null, down: false, page: 0 };
  const box = el("div", { class: "data-table" });
  const redraw = () => {
    const at = [...box.querySelectorAll("button")].indexOf(document.activeElement);
    const shown = sortedRows(rows, order).slice(order.page * size, (order.page + 1) * size);
    const heads = el("tr", {}, ...head.map((cell, column) => sortHead(cell, column, { order, redraw, numeric: rows[0][column]?.type === "raw_number" })));
    const body = shown.map((row) => dataRow(row, block.row_header_column_index ?? 0));
    const whole = el("table", {}, el("caption", { text: block.caption }), el("thead", {}, heads), el("tbody", {}, ...body));
    box.replaceChildren(frame(block.caption, whole), pages > 1 ? pager(order, pages, redraw) : "");
    if (at >= 0) box.querySelectorAll("button")[at]?.focus();
  };
  redraw();
  return box;
}
