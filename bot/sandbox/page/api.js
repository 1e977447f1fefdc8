// Talk to the sandbox: ask for what is there, tell it what a person did, and hear what changed.

const HOME = "/_sandbox/";

/** What the sandbox would not do, in a sentence for people; `errors` names the fields of a form, if any. */
export class Refused extends Error {
  constructor(sentence, errors = null) {
    super(sentence);
    this.errors = errors;
  }
}

async function ask(path, options) {
  let answer;
  try {
    answer = await fetch(HOME + path, options);
  } catch {
    throw new Refused("The sandbox did not answer. Is it still running?");
  }
  const body = await answer.json().catch(() => null);
  if (body?.ok) return body;
  throw new Refused(body?.error ?? "The sandbox gave an answer this page cannot read.", body?.errors ?? null);
}

/** GET something, with its query as an object. */
export function get(path, query = {}) {
  const words = new URLSearchParams(query).toString();
  return ask(words ? `${path}?${words}` : path, { headers: { Accept: "application/json" } });
}

/** POST what a person did. */
export function post(path, body) {
  return ask(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}

/**
 * Hear each change after `cursor` until the returned function is called.
 * `onLost` is called once when the stream breaks; whoever asked decides when to listen again.
 */
export function listen(cursor, onChange, onLost) {
  const stream = new EventSource(`${HOME}events?after=${cursor}`);
  stream.addEventListener("message", (event) => onChange(JSON.parse(event.data)));
  stream.addEventListener("error", () => {
    stream.close();
    onLost();
  });
  return () => stream.close();
}
