// Draw a data_visualization block: bars, lines or areas, and the same numbers as a table.

import { el, freshId, svg } from "./dom.js";

const HEIGHT = 240;
const ROW = 15;
const EDGE = { top: 16, right: 14, bottom: 34, left: 40 };

/** Room for the drawing: it is made for the width at hand, so that its words stay readable on a phone. */
function widthHere() {
  return Math.max(240, Math.min(640, document.documentElement.clientWidth - 110));
}

/** Round steps for the upright axis: 0, 5, 10 … up to the largest value. */
function ticks(values) {
  const most = Math.max(0, ...values);
  const rough = Math.max(most, 1) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((each) => each * power).find((each) => each >= rough);
  // Half a check-in does not exist: whole numbers get whole steps.
  const whole = values.every(Number.isInteger) ? Math.max(1, step) : step;
  return Array.from({ length: Math.ceil(most / whole) + 1 }, (_, index) => Number((index * whole).toFixed(6)));
}

/** Where values and columns fall in the drawing. */
function scales(chart) {
  const width = widthHere();
  const marks = ticks(chart.series.flatMap((series) => series.data.map((point) => point.value)));
  const categories = chart.axis_config?.categories ?? chart.series[0].data.map((point) => point.label);
  const inner = { width: width - EDGE.left - EDGE.right, height: HEIGHT - EDGE.top - EDGE.bottom };
  const band = inner.width / categories.length;
  // Where labels would touch, they are written in as many rows as it takes: each column has its name.
  const longest = Math.max(...categories.map((label) => label.length));
  const rows = Math.min(categories.length, Math.ceil((longest * 6.5 + 8) / band));
  return {
    width, marks, categories, band, inner, rows,
    height: HEIGHT + ROW * (rows - 1),
    y: (value) => EDGE.top + inner.height * (1 - value / marks.at(-1)),
    x: (index) => EDGE.left + band * (index + 0.5),
  };
}

function axes(scale) {
  const lines = scale.marks.flatMap((mark) => [
    svg("line", { class: mark ? "grid" : "axis", x1: EDGE.left, x2: scale.width - EDGE.right, y1: scale.y(mark), y2: scale.y(mark) }),
    svg("text", { class: "tick-label end", x: EDGE.left - 8, y: scale.y(mark) + 4, text: String(mark) }),
  ]);
  const inside = (x, label) => Math.min(Math.max(x, label.length * 3.4), scale.width - label.length * 3.4);
  const labels = scale.categories.map((label, index) =>
    svg("text", { class: "tick-label", x: inside(scale.x(index), label), y: HEIGHT - EDGE.bottom + 18 + ROW * (index % scale.rows), text: label }));
  return [...lines, ...labels];
}

function valueLabel(scale, index, value, shift = 0) {
  return svg("text", { class: "value-label", x: scale.x(index) + shift, y: scale.y(value) - 7, text: String(value) });
}

function bars(chart, scale) {
  const count = chart.series.length;
  const wide = Math.min(44, (scale.band * 0.72) / count);
  return chart.series.flatMap((series, which) => series.data.flatMap((point, index) => {
    const shift = (which - (count - 1) / 2) * wide;
    const top = scale.y(point.value);
    const bar = svg("rect", { class: `shape series-${which}`, x: scale.x(index) + shift - wide / 2 + 1, y: top, width: wide - 2, height: scale.y(0) - top, rx: 2 });
    return wide >= 16 ? [bar, valueLabel(scale, index, point.value, shift)] : [bar];
  }));
}

function dot(x, y, which) {
  if (which % 3 === 1) return svg("rect", { class: `dot series-${which}`, x: x - 4, y: y - 4, width: 8, height: 8 });
  if (which % 3 === 2) return svg("path", { class: `dot series-${which}`, d: `M${x} ${y - 5.5}l5.5 10h-11z` });
  return svg("circle", { class: `dot series-${which}`, cx: x, cy: y, r: 4.5 });
}

function lines(chart, scale, filled) {
  return chart.series.flatMap((series, which) => {
    const points = series.data.map((point, index) => [scale.x(index), scale.y(point.value)]);
    const path = points.map(([x, y], index) => `${index ? "L" : "M"}${x} ${y}`).join("");
    const ground = `${path}L${points.at(-1)[0]} ${scale.y(0)}L${points[0][0]} ${scale.y(0)}Z`;
    return [
      filled ? svg("path", { class: `ground series-${which}`, d: ground }) : "",
      svg("path", { class: `line series-${which} dash-${which % 3}`, d: path }),
      ...points.map(([x, y]) => dot(x, y, which)),
      ...(chart.series.length === 1 ? series.data.map((point, index) => valueLabel(scale, index, point.value)) : []),
    ];
  });
}

const SHAPES = {
  bar: bars,
  line: (chart, scale) => lines(chart, scale, false),
  area: (chart, scale) => lines(chart, scale, true),
};

/** The drawing itself, named and described for screen readers. */
function picture(block, shapes, width, height, words) {
  const [title, about] = [freshId("chart"), freshId("chart")];
  return svg("svg", { viewBox: `0 0 ${width} ${height}`, width, height, class: "chart", role: "img", "aria-labelledby": `${title} ${about}` },
    svg("title", { id: title, text: block.title }), svg("desc", { id: about, text: words }), ...shapes);
}

function legend(names) {
  const items = names.map((name, which) => el("li", {}, svg("svg", { viewBox: "-8 -8 16 16", class: "swatch", "aria-hidden": "true" }, dot(0, 0, which)), name));
  return el("ul", { class: "legend" }, ...items);
}

function numbers(head, rows) {
  const heads = el("tr", {}, ...head.map((name) => el("th", { scope: "col", text: name })));
  const body = rows.map(([label, ...values]) => el("tr", {}, el("th", { scope: "row", text: label }), ...values.map((value) => el("td", { text: String(value) }))));
  return el("details", { class: "numbers" }, el("summary", { text: "The numbers" }), el("table", {}, el("thead", {}, heads), el("tbody", {}, ...body)));
}

function axisWords({ x_label: across, y_label: up }) {
  if (!across && !up) return null;
  return el("p", { class: "axis-words", "aria-hidden": "true", text: [up && `↑ ${up}`, across && `→ ${across}`].filter(Boolean).join("   ") });
}

function drawAxes(block) {
  const { chart } = block;
  const scale = scales(chart);
  const names = chart.series.map((series) => series.name);
  const words = chart.series.map((series) => `${series.name}: ${series.data.map((point) => `${point.label} ${point.value}`).join(", ")}.`).join(" ");
  const rows = scale.categories.map((label, index) => [label, ...chart.series.map((series) => series.data[index]?.value ?? "")]);
  return [
    axisWords(chart.axis_config ?? {}),
    picture(block, [...axes(scale), ...SHAPES[chart.type](chart, scale)], scale.width, scale.height, words),
    names.length > 1 && legend(names),
    numbers([chart.axis_config?.x_label ?? "", ...names], rows),
  ];
}

/** Draw the block: title, picture, legend, numbers. */
export function drawChart(block) {
  const kind = block.chart?.type;
  if (!SHAPES[kind]) return el("p", { class: "unknown", text: `This sandbox does not draw a ${kind} chart` });
  return el("figure", { class: "chart-box" }, el("figcaption", { text: block.title }), ...drawAxes(block).filter(Boolean));
}
