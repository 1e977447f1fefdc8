// The few emoji this sandbox knows by name; any other keeps its :name:.

const PICTURES = {
  tada: "🎉", seedling: "🌱", wave: "👋", raised_hands: "🙌", white_check_mark: "✅", herb: "🌿", calendar: "📆",
  bust_in_silhouette: "👤", busts_in_silhouette: "👥", lock: "🔒", unlock: "🔓", eyes: "👀", speech_balloon: "💬",
  pause: "⏸️", pause_button: "⏸️", double_vertical_bar: "⏸️", arrow_forward: "▶️", play: "▶️", heart: "❤️",
  green_heart: "💚", "+1": "👍", thumbsup: "👍", "-1": "👎", thumbsdown: "👎", clap: "👏", star: "⭐", sparkles: "✨",
  bulb: "💡", memo: "📝", pencil2: "✏️", clock: "🕒", alarm_clock: "⏰", hourglass: "⌛", bell: "🔔", no_bell: "🔕",
  warning: "⚠️", x: "❌", heavy_check_mark: "✔️", question: "❓", point_right: "👉", pray: "🙏", muscle: "💪",
  handshake: "🤝", hugging_face: "🤗", smile: "😄", slightly_smiling_face: "🙂", blush: "😊", thinking_face: "🤔",
  sunny: "☀️", palm_tree: "🌴", four_leaf_clover: "🍀", face_with_thermometer: "🤒", spiral_calendar_pad: "🗓️",
  date: "📅", chart_with_upwards_trend: "📈", bar_chart: "📊", clipboard: "📋", dart: "🎯", compass: "🧭", mag: "🔍",
  books: "📚", book: "📖", link: "🔗", key: "🔑", hand: "✋", raised_hand: "✋", 100: "💯", fire: "🔥", trophy: "🏆",
  zzz: "💤", incoming_envelope: "📨", sunflower: "🌻", file_folder: "📁", email: "📧", envelope: "✉️", gear: "⚙️", arrow_right: "➡️",
  repeat: "🔁", footprints: "👣", brain: "🧠",
  scales: "⚖️", family: "👪", people_hugging: "🫂", no_entry_sign: "🚫", writing_hand: "✍️", ladder: "🪜",
};

/** Those offered for a reaction. */
export const REACTIONS = ["tada", "raised_hands", "seedling", "heart", "clap", "eyes", "white_check_mark", "+1"];

/** The picture for a name, or the name between colons. */
export function picture(name) {
  return PICTURES[name.split("::")[0]] ?? `:${name}:`;
}

/** Put pictures where the text names them. */
export function withPictures(text) {
  return text.replace(/:([a-z0-9_+'-]+)(?:::skin-tone-\d)?:/g, (whole, name) => PICTURES[name] ?? whole);
}
