// The slices of a pie chart, each with its share written on it where there is room.

import { svg } from "./dom.js";

const CENTRE = { x: 110, y: 100 };
const RADIUS = 88;

function at(turn, radius = RADIUS) {
  const angle = 2 * Math.PI * turn - Math.PI / 2;
  return [CENTRE.x + radius * Math.cos(angle), CENTRE.y + radius * Math.sin(angle)];
}

function slice(from, to, which) {
  // An arc that ends where it starts is not drawn, so a full pie is a circle.
  if (to - from > 0.9999) return svg("circle", { class: `shape series-${which}`, cx: CENTRE.x, cy: CENTRE.y, r: RADIUS });
  const [x1, y1] = at(from);
  const [x2, y2] = at(to);
  const large = to - from > 0.5 ? 1 : 0;
  return svg("path", { class: `shape slice series-${which}`, d: `M${CENTRE.x} ${CENTRE.y}L${x1} ${y1}A${RADIUS} ${RADIUS} 0 ${large} 1 ${x2} ${y2}Z` });
}

function share(from, to) {
  const [x, y] = at((from + to) / 2, RADIUS * 0.64);
  return svg("text", { class: "slice-label", x, y: y + 4, text: `${Math.round((to - from) * 100)}%` });
}

/** The slices of `segments`, which together make `total`. */
export function pieShapes(segments, total) {
  let from = 0;
  const shapes = [];
  const labels = [];
  segments.forEach((segment, which) => {
    const to = from + segment.value / total;
    shapes.push(slice(from, to, which));
    if (to - from >= 0.07) labels.push(share(from, to));
    from = to;
  });
  return [...shapes, ...labels];
}
