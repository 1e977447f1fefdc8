// Draw the interactive elements that are pressed: buttons, overflow menus, feedback and icon buttons.

import { el, icon, iconButton } from "./dom.js";
import { confirmed, openMenu } from "./dialog.js";
import { plain } from "./mrkdwn.js";
import { busy } from "./toast.js";

/** Where an element sits, for those who look for it. */
export function hooks(element, block) {
  return { "data-action-id": element.action_id, "data-block-id": block.block_id };
}

/** Ask if need be, hold the control, and tell the sandbox what was pressed. */
export async function press(control, element, block, surface, value) {
  if (!(await confirmed(element.confirm))) return;
  await busy(control, () => surface.send({ block_id: block.block_id, action_id: element.action_id, value }));
}

function openLink(address) {
  if (/^https?:/i.test(address)) window.open(address, "_blank", "noopener");
}

/** A button; one with an address opens it as well. */
export function button(element, block, surface) {
  const control = el("button", {
    type: "button",
    class: `button ${element.style ?? ""}`,
    text: plain(element.text.text),
    "aria-label": element.accessibility_label,
    ...hooks(element, block),
  });
  control.addEventListener("click", () => {
    if (element.url) openLink(element.url);
    press(control, element, block, surface, element.value);
  });
  return control;
}

/** The "…" menu of an element. */
export function overflow(element, block, surface) {
  const control = iconButton("more", "More choices", { "aria-haspopup": "menu", "aria-expanded": "false", ...hooks(element, block) });
  control.addEventListener("click", () => {
    const items = element.options.map((option) => ({
      label: plain(option.text.text),
      hint: option.description ? plain(option.description.text) : null,
      props: { "data-value": option.value },
      action: () => {
        if (option.url) openLink(option.url);
        press(control, element, block, surface, option.value);
      },
    }));
    openMenu(control, "More choices", items);
  });
  return control;
}

function feedbackButton(choice, drawing, element, block, surface) {
  const names = { "aria-label": choice.accessibility_label, "data-value": choice.value };
  const control = el("button", { type: "button", class: "button quiet", ...names, ...hooks(element, block) },
    icon(drawing), el("span", { text: plain(choice.text.text) }));
  control.addEventListener("click", () => press(control, element, block, surface, choice.value));
  return control;
}

/** A thumbs-up and a thumbs-down. */
export function feedbackButtons(element, block, surface) {
  return el("span", { class: "feedback", role: "group", "aria-label": "Feedback" },
    feedbackButton(element.positive_button, "up", element, block, surface),
    feedbackButton(element.negative_button, "thumbsdown", element, block, surface));
}

/** A small button with a drawing and its words. */
export function smallButton(element, block, surface) {
  const words = plain(element.text.text);
  const control = el("button", { type: "button", class: "button quiet", "aria-label": element.accessibility_label, ...hooks(element, block) },
    icon(element.icon), el("span", { text: words }));
  control.addEventListener("click", () => press(control, element, block, surface, element.value));
  return control;
}
