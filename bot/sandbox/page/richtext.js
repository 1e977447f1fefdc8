// Draw rich text: sections, lists, quotes and preformatted lines, with styled words inside.

import { el } from "./dom.js";
import { picture } from "./emoji.js";
import { channelMention, dateWords, linkTo, mention } from "./mrkdwn.js";

const STYLES = { bold: "strong", italic: "em", strike: "s", code: "code", underline: "u" };

function styled(node, style = {}) {
  return Object.entries(STYLES).reduce((inner, [name, tag]) => (style[name] ? el(tag, {}, inner) : inner), node);
}

function words(text) {
  const parts = text.split("\n");
  return el("span", {}, ...parts.flatMap((part, index) => (index ? [el("br"), part] : [part])));
}

function emojiOf({ name, unicode }) {
  const drawn = picture(name);
  if (!drawn.startsWith(":") || !unicode) return drawn;
  return String.fromCodePoint(...unicode.split("-").map((code) => Number.parseInt(code, 16)));
}

const PARTS = {
  text: (part) => words(part.text),
  link: (part) => linkTo(part.url, part.text ?? part.url),
  emoji: (part) => el("span", { role: "img", "aria-label": part.name.replaceAll("_", " "), text: emojiOf(part) }),
  user: (part) => mention(part.user_id),
  usergroup: (part) => el("span", { class: "mention", text: `@${part.usergroup_id}` }),
  channel: (part) => channelMention(part.channel_id),
  broadcast: (part) => el("span", { class: "mention", text: `@${part.range}` }),
  date: (part) => dateWords(part.timestamp, part.format ?? "{date}", part.fallback ?? ""),
  color: (part) => el("code", { text: part.value }),
};

function line(parts) {
  return parts.map((part) => {
    const draw = PARTS[part.type];
    const node = draw ? draw(part) : el("span", { class: "unknown", text: `This sandbox does not draw ${part.type}` });
    return styled(node, part.style);
  });
}

function list(block) {
  const items = block.elements.map((section) => el("li", {}, ...line(section.elements)));
  const kind = block.style === "ordered" ? "ol" : "ul";
  return el(kind, { class: `indent-${Math.min(block.indent ?? 0, 4)}`, start: block.offset ? block.offset + 1 : null }, ...items);
}

const SECTIONS = {
  rich_text_section: (block) => el("p", {}, ...line(block.elements)),
  rich_text_list: list,
  rich_text_quote: (block) => el("blockquote", {}, ...line(block.elements)),
  rich_text_preformatted: (block) => el("pre", {}, ...line(block.elements)),
};

/** Draw a rich_text block (or a table's cell of that kind). */
export function richText(block) {
  const parts = block.elements.map((part) => {
    const draw = SECTIONS[part.type];
    return draw ? draw(part) : el("p", { class: "unknown", text: `This sandbox does not draw ${part.type}` });
  });
  return el("div", { class: "mrkdwn rich" }, ...parts);
}
