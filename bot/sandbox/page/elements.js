// Draw the interactive elements that are pressed: buttons and overflow menus.

import { el, iconButton } from "./dom.js";
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
