// App Home: the page the app keeps for the person acted as.

import { post } from "./api.js";
import { drawBlocks, readFields, rememberFields } from "./blocks.js";
import { el } from "./dom.js";
import { focusOn, spotOf } from "./focus.js";
import { firstName, store } from "./store.js";
import { noteProblem } from "./toast.js";

function emptyHome() {
  return el("div", { class: "empty" },
    el("p", { text: `The app has not drawn a Home for ${firstName(store.me)} yet.` }),
    el("p", { class: "hint", text: "It does so when App Home is opened and the app is running." }));
}

/** Mount App Home in the middle pane. */
export function mountHome(root, page) {
  const body = el("div", { class: "home-body" });
  let drawn = "";
  let fields = new Map();

  const surface = (view, kept) => ({
    kept,
    fields: new Map(),
    send: async (pressed) => {
      noteProblem(await post("click", { user: store.me, view_id: view.id, values: readFields(fields), ...pressed }));
      await page.refresh();
    },
  });

  const show = (view) => {
    const print = JSON.stringify([store.me, view?.id, view?.hash, view?.blocks]);
    if (store.place !== "home" || print === drawn) return;
    const held = document.activeElement?.closest(".home-body [data-action-id]");
    const spot = held && spotOf(held);
    const made = view ? surface(view, rememberFields(fields)) : null;
    fields = made?.fields ?? new Map();
    body.replaceChildren(view ? drawBlocks(view.blocks, made) : emptyHome());
    drawn = print;
    if (spot) focusOn(spot());
  };

  const open = () => {
    drawn = "";
    fields = new Map();
    body.replaceChildren();
    root.replaceChildren(
      el("header", { class: "place-head" },
        el("h2", { text: "App Home" }),
        el("p", { text: `What ${firstName(store.me)} sees on the app's own page. Nobody else sees it.` })),
      body);
  };

  return { open, show };
}
