// What the page knows: the workspace, the person acted as, the place on show, and the sandbox's time.

export const store = {
  state: null,
  me: null,
  place: null,
  clockAhead: 0,
};

/** Take in what `GET state` answered. */
export function keep(state) {
  store.state = state;
  keepClock(state.clock);
}

/** Remember how far the sandbox's clock is ahead of this machine's, in milliseconds. */
export function keepClock(clock) {
  store.clockAhead = Date.parse(clock.now) - Date.now();
}

/** The sandbox's present instant. */
export function now() {
  return new Date(Date.now() + store.clockAhead);
}

/** People one may act as: not apps, not those who left. */
export function people() {
  return store.state.people.filter((person) => !person.is_bot && !person.deleted);
}

/** The person with this id, or null. */
export function person(id) {
  return store.state.people.find((each) => each.id === id) ?? null;
}

/** The person acted as. */
export function me() {
  return person(store.me);
}

/** What to call someone on screen. */
export function nameOf(id) {
  if (id === store.state.app.bot_user) return store.state.app.name;
  // What the chat itself says, such as that a command failed.
  if (id === "USLACKBOT") return "Sandbox";
  const found = person(id);
  return found ? found.real_name || found.name : id;
}

/** The first name, for short labels. */
export function firstName(id) {
  return nameOf(id).split(" ")[0];
}

/** The channel with this id, or null. */
export function channel(id) {
  return store.state.channels.find((each) => each.id === id) ?? null;
}

/** The channels the person is in, archived ones left out. */
export function channelsOf(user) {
  return store.state.channels.filter((each) => each.members.includes(user) && !each.is_archived);
}

/** The id of a person's direct messages with the app; ids follow `D` + the person's own before the first message. */
export function directMessages(user) {
  return store.state.dms.find((dm) => dm.user === user)?.id ?? `D${user.slice(1)}`;
}

/** The channel id on show, or null in App Home. */
export function placeChannel() {
  return store.place === "home" ? null : store.place;
}

/** True where the conversation on show is the person's own with the app. */
export function isDirect(id) {
  return id.startsWith("D");
}

/** True for what the app itself wrote. */
export function isApp(message) {
  return Boolean(message.bot_id) || message.user === store.state.app.bot_user;
}
