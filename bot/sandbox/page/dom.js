// Make elements out of plain values; what people or the app wrote is always text, never markup.

const SVG = "http://www.w3.org/2000/svg";

/** Give `node` its properties: `class`, `text`, `on…` listeners; all else is an attribute (null and false are left out). */
function dress(node, props) {
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "text") node.textContent = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  return node;
}

/** A new HTML element with its properties and children; empty children are skipped. */
export function el(tag, props = {}, ...children) {
  const node = dress(document.createElement(tag), props);
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** A new SVG element. */
export function svg(tag, props = {}, ...children) {
  const node = dress(document.createElementNS(SVG, tag), props);
  node.append(...children.flat());
  return node;
}

const ICONS = {
  menu: "M3 6h18M3 12h18M3 18h18",
  close: "M6 6l12 12M18 6L6 18",
  send: "M4 12l16-8-6 16-3-7z",
  bolt: "M13 3L5 14h6l-1 7 8-11h-6z",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  smile: "M12 3a9 9 0 100 18 9 9 0 000-18zM8.5 14.5c1 1.3 2.2 2 3.5 2s2.5-.7 3.5-2M9 9.5h.01M15 9.5h.01",
  reply: "M9 7l-5 5 5 5M4 12h10a6 6 0 016 6",
  home: "M4 11l8-7 8 7v9h-5v-6H9v6H4z",
  eye: "M2 12s4-7 10-7 10 7 10 7-4 7-10 7-10-7-10-7zM12 9a3 3 0 100 6 3 3 0 000-6z",
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 017 0v3",
  down: "M6 9l6 6 6-6",
};

/** A small line drawing that screen readers skip. */
export function icon(name) {
  const path = svg("path", { d: ICONS[name] ?? ICONS.more });
  return svg("svg", { viewBox: "0 0 24 24", class: `icon icon-${name}`, "aria-hidden": "true", focusable: "false" }, path);
}

/** A button that shows only a drawing, named for those who cannot see it. */
export function iconButton(name, label, props = {}) {
  return el("button", { type: "button", class: "icon-button", "aria-label": label, title: label, ...props }, icon(name));
}

/** Run `work` one at a time: calls made meanwhile share one later run. */
export function oneAtATime(work) {
  let current = null;
  let queued = null;
  return function run() {
    if (!current) {
      current = work().finally(() => (current = null));
      return current;
    }
    const next = () => {
      queued = null;
      return run();
    };
    queued ??= current.then(next, next);
    return queued;
  };
}

let count = 0;

/** An id that no other element of this page has. */
export function freshId(prefix) {
  count += 1;
  return `${prefix}-${count}`;
}
