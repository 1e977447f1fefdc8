// Put the page together: load the workspace, show the person's place, and follow what changes.

import { get, listen, post } from "./api.js";
import { mountClock } from "./clock.js";
import { mountConversation } from "./conversation.js";
import { icon, oneAtATime } from "./dom.js";
import { mountFirstMinute } from "./first_minute.js";
import { mountHome } from "./home.js";
import { mountInspector } from "./inspector.js";
import { mountModal } from "./modal.js";
import { mountSidebar } from "./people.js";
import { channelsOf, directMessages, firstName, keep, people, person, placeChannel, store } from "./store.js";
import { complain } from "./toast.js";
import { look, lookEverywhere } from "./unread.js";

/** How long to wait before asking a silent sandbox again, in milliseconds. */
const PATIENCE = 1500;

const at = (id) => document.getElementById(id);
const wide = matchMedia("(min-width: 800px)");

const page = {
  go,
  actAs,
  refresh: () => Promise.all([parts.conversation.refresh(), refreshViews()]),
  did: (step) => parts.firstMinute.did(step),
};

const parts = {};

const refreshViews = oneAtATime(async () => {
  const user = store.me;
  const views = await get("views", { user });
  if (user !== store.me) return;
  parts.modal.show(views);
  parts.home.show(views.home);
});

const refreshState = oneAtATime(async () => {
  keep(await get("state"));
  drawAll();
});

function drawAll() {
  say(store.state.app_connected ? null : "The app is not running, so nothing here will answer yet.");
  parts.clock.draw();
  parts.sidebar.draw();
  nameMenuButton();
}

/** On a narrow screen the button that opens the left side also says who you are. */
function nameMenuButton() {
  at("menu-button").setAttribute("aria-label", `Acting as ${firstName(store.me)}. Show people and places`);
  at("menu-button").replaceChildren(icon("menu"), firstName(store.me));
}

/** Show one line under the top bar, or take it away. */
function say(sentence) {
  at("banner").textContent = sentence ?? "";
  at("banner").hidden = !sentence;
}

function openSidebar(open) {
  const leaves = !open && !at("scrim").hidden && at("sidebar").contains(document.activeElement);
  at("sidebar").classList.toggle("open", open);
  at("scrim").hidden = !open;
  at("menu-button").setAttribute("aria-expanded", String(open));
  if (open) at("sidebar").querySelector("[aria-current=true], button")?.focus();
  if (leaves) at("main").focus();
}

/** Keep the place in the address, so that a reload shows it again. */
function rememberPlace() {
  history.replaceState(null, "", `#${store.me}/${store.place}`);
  document.title = `${firstName(store.me)} – Sandbox – Shoulder to Shoulder`;
}

/** Show a place: a channel id, a direct-message id, or "home". `told` is false where the app need not hear of it. */
async function go(place, told = true) {
  store.place = place;
  rememberPlace();
  openSidebar(false);
  parts.sidebar.draw();
  parts.firstMinute.draw();
  at("place").classList.toggle("at-home", place === "home");
  if (place === "home") parts.home.open();
  else parts.conversation.open(place);
  await Promise.all([page.refresh(), told && tellApp(place)]);
}

/** The app hears when its Home or its messages are opened, as it would in the real chat. */
async function tellApp(place) {
  if (placeChannel() !== null && place !== directMessages(store.me)) return;
  const tab = place === "home" ? "home" : "messages";
  await post("home", { user: store.me, tab }).catch((problem) => tab === "home" && complain(problem));
  if (tab === "home") await refreshViews();
}

/** Become someone else, in the same place if they may be there. */
function actAs(user) {
  store.me = user;
  page.did("person");
  parts.clock.draw();
  nameMenuButton();
  const stays = store.place === "home" || channelsOf(user).some((each) => each.id === store.place);
  return go(stays ? store.place : directMessages(user));
}

/** What to fetch again for each kind of change. */
const CHANGES = {
  message: heard,
  message_changed: heard,
  message_deleted: heard,
  reaction: heard,
  view: ({ user }) => (!user || user === store.me ? refreshViews() : null),
  home: ({ user }) => (!user || user === store.me ? refreshViews() : null),
  // Time may end somebody's vacation, so the people are looked at too; and “Today” may be another day now.
  clock: refreshTimes,
  log: () => parts.inspector.refresh(),
  people: refreshTimes,
  app: refreshState,
};

async function refreshTimes() {
  await refreshState();
  await parts.conversation.refresh();
}

async function heard({ channel }) {
  // A change without a place is a fresh start: everything may be different.
  if (!channel) return startAnew();
  const known = store.state.channels.some((each) => each.id === channel) || store.state.dms.some((each) => each.id === channel);
  if (!known) await refreshState();
  await (channel === placeChannel() ? parts.conversation.refresh() : look(channel));
  parts.sidebar.draw();
}

let stop = () => {};

/**
 * Follow the stream of changes from the last state on; when it breaks, wait, load all anew, and follow again.
 * A tab that nobody sees does not: browsers keep six lines to one place, and a seventh tab would leave all of them mute.
 */
function follow() {
  stop();
  if (document.hidden) return;
  stop = listen(store.state.cursor, (change) => {
    Promise.resolve(CHANGES[change.type]?.(change)).catch(complain);
  }, lost);
}

function lost() {
  say("The sandbox has stopped answering. Trying again…");
  setTimeout(comeBack, PATIENCE);
}

function seenOrNot() {
  if (document.hidden) stop();
  else comeBack();
}

const startAnew = oneAtATime(async () => {
  await refreshState();
  parts.inspector.restart();
  await Promise.all([page.refresh(), lookEverywhere()]);
  parts.sidebar.draw();
});

async function comeBack() {
  try {
    await startAnew();
    follow();
  } catch {
    lost();
  }
}

/** Who and where to begin with: as the address says, or the first caseworker with the app. */
function firstPlace() {
  const [user, place] = location.hash.slice(1).split("/");
  if (person(user) && place) return [user, place];
  const someone = people().find((each) => /caseworker/i.test(each.title ?? "")) ?? people()[0];
  return [someone.id, directMessages(someone.id)];
}

function mountAll() {
  parts.sidebar = mountSidebar(at("sidebar"), page);
  parts.clock = mountClock(at("clock"), page);
  parts.conversation = mountConversation(at("place"), page);
  parts.home = mountHome(at("place"), page);
  parts.modal = mountModal(page);
  parts.inspector = mountInspector(at("inspector"), at("inspector-button"));
  parts.firstMinute = mountFirstMinute(at("first-minute"));
  at("menu-button").addEventListener("click", () => openSidebar(at("menu-button").getAttribute("aria-expanded") !== "true"));
  at("scrim").addEventListener("click", () => openSidebar(false));
  document.addEventListener("visibilitychange", seenOrNot);
  wide.addEventListener("change", () => openSidebar(false));
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || at("scrim").hidden) return;
    openSidebar(false);
    at("menu-button").focus();
  });
}

async function start() {
  try {
    keep(await get("state"));
  } catch (problem) {
    say(`${problem.message} Trying again…`);
    setTimeout(start, PATIENCE);
    return;
  }
  const [user, place] = firstPlace();
  store.me = user;
  store.place = place;
  mountAll();
  drawAll();
  follow();
  await Promise.all([go(place, place === "home"), lookEverywhere()]);
  parts.sidebar.draw();
}

start();
