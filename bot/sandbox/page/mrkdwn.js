// Draw the chat's own light markup (*bold*, _italic_, <@people>, > quotes …) as elements.

import { el } from "./dom.js";
import { withPictures } from "./emoji.js";
import { channel, nameOf, store } from "./store.js";
import { fillDate } from "./zones.js";

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };
const INLINE =
  /`([^`\n]+)`|<([^<>\n]+)>|(?<![\p{L}\p{N}_])([*_~])(?!\3)(?=\S)([^\n]*?\S)\3(?![\p{L}\p{N}])|(https?:\/\/[^\s<>|]+[^\s<>|.,;:!?)\]'"])/u;
const WRAPS = { "*": "strong", _: "em", "~": "s" };

/** Turn the three escaped characters back. */
export function decode(text) {
  return text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity]);
}

/** The words of a text object that has no markup. */
export function plain(text) {
  return withPictures(decode(text ?? ""));
}

/** A link that opens elsewhere; any address that is not web or mail stays text. */
export function linkTo(address, label) {
  if (!/^(https?:|mailto:)/i.test(address)) return document.createTextNode(label);
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer", text: label });
}

/** A person's name as a mention; one's own stands out. */
export function mention(user) {
  const own = user === store.me ? " mention-me" : "";
  return el("span", { class: `mention${own}`, text: `@${nameOf(user)}` });
}

/** A channel's name as a mention. */
export function channelMention(id, label = null) {
  return el("span", { class: "mention", text: `#${channel(id)?.name ?? label ?? id}` });
}

/** An instant in the reader's own zone, as <!date^…> asks for. */
export function dateWords(seconds, pattern, fallback) {
  const filled = Number.isFinite(Number(seconds)) ? fillDate(seconds, pattern) : fallback;
  return el("time", { datetime: new Date(Number(seconds) * 1000).toISOString(), title: fallback, text: filled });
}

function special(word) {
  const [body, label] = word.split(/\|(.*)/s);
  const [kind, ...parts] = body.slice(1).split("^");
  if (kind !== "date") return el("span", { class: "mention", text: `@${label ?? kind}` });
  const shown = dateWords(parts[0], parts[1] ?? "{date}", label ?? "");
  return parts[2] ? el("a", { href: parts[2], target: "_blank", rel: "noopener noreferrer" }, shown) : shown;
}

function angled(inner) {
  const [body, label] = inner.split(/\|(.*)/s);
  if (body.startsWith("@")) return mention(body.slice(1));
  if (body.startsWith("#")) return channelMention(body.slice(1), label);
  if (body.startsWith("!")) return special(inner);
  if (/^(https?:|mailto:)/i.test(body)) return linkTo(decode(body), plain(label ?? body.replace(/^mailto:/, "")));
  return document.createTextNode(decode(`<${inner}>`));
}

function marked(match) {
  const [, code, pointed, wrap, inside, bare] = match;
  if (code !== undefined) return el("code", { text: decode(code) });
  if (pointed !== undefined) return angled(pointed);
  if (bare !== undefined) return linkTo(decode(bare), decode(bare));
  return el(WRAPS[wrap], {}, ...inline(inside));
}

/** The nodes for one line of markup. */
export function inline(text) {
  const nodes = [];
  let rest = text;
  for (let match = INLINE.exec(rest); match; match = INLINE.exec(rest)) {
    if (match.index) nodes.push(document.createTextNode(plain(rest.slice(0, match.index))));
    nodes.push(marked(match));
    rest = rest.slice(match.index + match[0].length);
  }
  if (rest) nodes.push(document.createTextNode(plain(rest)));
  return nodes;
}

const KINDS = [
  ["quote", /^(?:>|&gt;) ?(.*)$/],
  ["bullet", /^\s*[•◦▪-] +(.*)$/],
  ["number", /^\s*\d{1,2}\. +(.*)$/],
];

function kindOf(line) {
  for (const [kind, pattern] of KINDS) {
    const match = pattern.exec(line);
    if (match) return { kind, text: match[1] };
  }
  return { kind: "text", text: line };
}

/** Neighbouring lines of one kind, together. */
function gather(lines) {
  const groups = [];
  for (const line of lines) {
    const { kind, text } = kindOf(line);
    if (groups.at(-1)?.kind === kind) groups.at(-1).lines.push(text);
    else groups.push({ kind, lines: [text], first: line });
  }
  return groups;
}

function withBreaks(lines) {
  return lines.flatMap((line, index) => (index ? [el("br"), ...inline(line)] : inline(line)));
}

function drawGroup({ kind, lines, first }) {
  if (kind === "quote") return el("blockquote", {}, ...withBreaks(lines));
  if (kind === "text") return el("span", { class: "lines" }, ...withBreaks(lines));
  const items = lines.map((line) => el("li", {}, ...inline(line)));
  return kind === "bullet" ? el("ul", {}, ...items) : el("ol", { start: Number.parseInt(first, 10) }, ...items);
}

/** Draw a whole markup text: fenced code, quotes, lists and lines. */
export function mrkdwn(text) {
  const box = el("div", { class: "mrkdwn" });
  (text ?? "").split(/```\n?/).forEach((part, index) => {
    if (index % 2) box.append(el("pre", { text: decode(part.replace(/\n$/, "")) }));
    else if (part) box.append(...gather(part.replace(/^\n|\n$/g, "").split("\n")).map(drawGroup));
  });
  return box;
}

/** Draw a text object, plain or marked up. */
export function textObject(object) {
  if (!object) return null;
  return object.type === "mrkdwn" ? mrkdwn(object.text) : el("div", { class: "mrkdwn plain", text: plain(object.text) });
}
