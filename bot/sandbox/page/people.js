// The left side: who you act as, and the places that person has.

import { el, icon } from "./dom.js";
import { withPictures } from "./emoji.js";
import { quietNote, saysButton } from "./says.js";
import { channelsOf, directMessages, firstName, people, store } from "./store.js";
import { unread, unreadFromApp } from "./unread.js";

const HUES = 7;

/** The square with someone's initials; the app has its own sign. */
export function avatar(id, name, small = false) {
  const size = small ? " small" : "";
  if (id === store.state.app.bot_user) return el("img", { class: `avatar${size}`, src: "/page/icon.svg", alt: "" });
  const hue = people().findIndex((each) => each.id === id);
  const initials = name.split(/\s+/).map((word) => word[0]).slice(0, 2).join("").toUpperCase();
  return el("span", { class: `avatar${size} hue-${hue < 0 ? "none" : hue % HUES}`, "aria-hidden": "true", text: initials });
}

function count(number) {
  if (!number) return null;
  return el("span", { class: "count" }, String(number), el("span", { class: "hidden-text", text: " new" }));
}

function cityOf(zone) {
  return (zone ?? "").split("/").at(-1).replaceAll("_", " ");
}

function personRow(person, page) {
  const current = person.id === store.me;
  const name = person.real_name || person.name;
  const about = [person.title, cityOf(person.tz), quietNote(person)].filter(Boolean).join(" · ");
  return el("li", {},
    el("button", { type: "button", class: "row person", "data-person": person.id, "aria-current": current ? "true" : null, onclick: () => page.actAs(person.id) },
      avatar(person.id, name, true),
      el("span", { class: "row-words" },
        el("span", { class: "row-name", text: `${name} ${withPictures(person.status_emoji ?? "")}`.trim() }),
        el("small", { text: about })),
      current ? el("span", { class: "you", text: "You" }) : count(unreadFromApp(person.id))));
}

function placeRow({ place, sign, name, note, number, hooks }, page) {
  const current = store.place === place;
  return el("li", {},
    el("button", { type: "button", class: `row place-row${number ? " fresh" : ""}`, "aria-current": current ? "page" : null, onclick: () => page.go(place), ...hooks },
      el("span", { class: "sign", "aria-hidden": "true" }, sign),
      el("span", { class: "row-words" }, el("span", { class: "row-name", text: name }), note && el("small", { text: note })),
      current ? null : count(number)));
}

function places(user) {
  const direct = directMessages(user);
  const channels = channelsOf(user).map((channel) => ({
    place: channel.id,
    sign: channel.is_private ? icon("lock") : "#",
    name: channel.name,
    number: unread(user, channel.id),
    hooks: { "data-channel": channel.id },
  }));
  const messages = {
    place: direct,
    sign: el("img", { src: "/page/icon.svg", alt: "" }),
    name: store.state.app.name,
    note: "Messages with the app",
    number: unread(user, direct),
    hooks: { "data-channel": direct },
  };
  return [
    messages,
    { place: "home", sign: icon("home"), name: "App Home", note: "The app's own page", number: 0, hooks: { "data-nav": "home" } },
    ...channels,
  ];
}

function footer() {
  const { state } = store;
  const how = state.transport === "socket" ? "Socket Mode" : "signed HTTP";
  return el("p", { class: "sidebar-foot" },
    el("span", { class: `light ${state.app_connected ? "on" : "off"}`, "aria-hidden": "true" }),
    state.app_connected ? `App connected by ${how}.` : "App not connected.",
    el("br"), "Nothing here leaves this computer.");
}

/** Mount the left side. */
export function mountSidebar(root, page) {
  const draw = () => {
    const held = root.contains(document.activeElement) ? document.activeElement.dataset : null;
    root.replaceChildren(
      el("h2", { text: "You are acting as" }),
      el("ul", { class: "people" }, ...people().map((person) => personRow(person, page))),
      saysButton(),
      el("h2", { text: `What ${firstName(store.me)} has` }),
      el("ul", { class: "places" }, ...places(store.me).map((place) => placeRow(place, page))),
      footer());
    if (held) refocus(root, held);
  };
  return { draw };
}

/** Drawing anew must not lose the place of someone who walks by keyboard. */
function refocus(root, { person, channel, nav }) {
  const find = (person && `[data-person="${person}"]`) || (channel && `[data-channel="${channel}"]`) || (nav && `[data-nav="${nav}"]`);
  if (find) root.querySelector(find)?.focus();
}
