// Draw the markdown block: headings, lists, quotes, code, **bold**, *italic* and [links](…).

import { el } from "./dom.js";
import { withPictures } from "./emoji.js";
import { linkTo } from "./mrkdwn.js";

const INLINE = /`([^`\n]+)`|\*\*(.+?)\*\*|__(.+?)__|\*([^*\n]+)\*|\b_([^_\n]+)_\b|~~(.+?)~~|\[([^\]]+)\]\(([^)\s]+)\)/;

function marked([, code, bold, strong, italic, emphasis, struck, label, address]) {
  if (code !== undefined) return el("code", { text: code });
  if (label !== undefined) return linkTo(address, label);
  if (struck !== undefined) return el("s", {}, ...inline(struck));
  const heavy = bold ?? strong;
  return heavy !== undefined ? el("strong", {}, ...inline(heavy)) : el("em", {}, ...inline(italic ?? emphasis));
}

function inline(text) {
  const nodes = [];
  let rest = text;
  for (let match = INLINE.exec(rest); match; match = INLINE.exec(rest)) {
    nodes.push(document.createTextNode(withPictures(rest.slice(0, match.index))), marked(match));
    rest = rest.slice(match.index + match[0].length);
  }
  nodes.push(document.createTextNode(withPictures(rest)));
  return nodes;
}

const KINDS = [
  ["heading", /^(#{1,6}) +(.*)$/],
  ["rule", /^(-{3,}|\*{3,})()$/],
  ["quote", /^(>) ?(.*)$/],
  ["bullet", /^\s*([-*+]) +(.*)$/],
  ["number", /^\s*(\d+)[.)] +(.*)$/],
];

function kindOf(line) {
  for (const [kind, pattern] of KINDS) {
    const match = pattern.exec(line);
    if (match) return { kind, mark: match[1], text: match[2] };
  }
  return { kind: line.trim() ? "text" : "gap", mark: "", text: line };
}

function gather(lines) {
  const groups = [];
  for (const line of lines) {
    const { kind, mark, text } = kindOf(line);
    if (groups.at(-1)?.kind === kind && kind !== "heading") groups.at(-1).lines.push(text);
    else groups.push({ kind, mark, lines: [text] });
  }
  return groups.filter((group) => group.kind !== "gap");
}

function withBreaks(lines) {
  return lines.flatMap((line, index) => (index ? [el("br"), ...inline(line)] : inline(line)));
}

function items(lines) {
  return lines.map((line) => el("li", {}, ...inline(line)));
}

const DRAW = {
  heading: ({ mark, lines }) => el(`h${Math.min(mark.length + 2, 6)}`, {}, ...inline(lines[0])),
  rule: () => el("hr"),
  quote: ({ lines }) => el("blockquote", {}, ...withBreaks(lines)),
  bullet: ({ lines }) => el("ul", {}, ...items(lines)),
  number: ({ mark, lines }) => el("ol", { start: mark }, ...items(lines)),
  text: ({ lines }) => el("p", {}, ...withBreaks(lines)),
};

/** Draw a markdown text. */
export function markdown(text) {
  const box = el("div", { class: "mrkdwn markdown" });
  text.split(/```[^\n]*\n?/).forEach((part, index) => {
    if (index % 2) box.append(el("pre", { text: part.replace(/\n$/, "") }));
    else box.append(...gather(part.split("\n")).map((group) => DRAW[group.kind](group)));
  });
  return box;
}
