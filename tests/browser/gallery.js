// Draw what the app sends by the page's own code, one below the other, on an otherwise empty page.

const { drawBlocks } = await import("/page/blocks.js");
const { confirmed } = await import("/page/dialog.js");
const { mountModal } = await import("/page/modal.js");

const surface = () => ({ fields: new Map(), send: async () => {} });

/** Only the sheet is left, as high as it needs to be. */
function sheet() {
  const node = document.createElement("div");
  Object.assign(node.style, { width: "580px", background: "var(--ground)" });
  Object.assign(document.body.style, { height: "auto", overflow: "visible" });
  Object.assign(document.documentElement.style, { height: "auto", overflow: "visible" });
  document.body.replaceChildren(node);
  return node;
}

/** Draw each list of blocks in a frame of its own, and give the frames' boxes in whole points. */
export function drawAll(drawings) {
  const whole = sheet();
  const frames = drawings.map((blocks) => {
    const frame = document.createElement("div");
    Object.assign(frame.style, { padding: "8px 12px", overflow: "hidden" });
    frame.append(drawBlocks(blocks, surface()));
    whole.append(frame);
    // What a list offers is seen when it is open; a browser draws that outside of the page.
    for (const list of frame.querySelectorAll("select:has(optgroup)")) list.size = list.options.length + list.querySelectorAll("optgroup").length;
    frame.style.height = `${Math.ceil(frame.getBoundingClientRect().height)}px`;
    return frame;
  });
  return frames.map((frame) => {
    const { x, y, width, height } = frame.getBoundingClientRect();
    return { x, y: y + scrollY, width, height };
  });
}

/** Open a form. */
export function drawForm(view) {
  sheet();
  const page = { refresh: async () => {}, did: () => {} };
  mountModal(page).show({ modals: [{ id: "V1", hash: "1", ...view }], errors: {}, notice: null });
}

/** Ask once more. */
export function drawConfirmation(question) {
  sheet();
  confirmed(question);
}
