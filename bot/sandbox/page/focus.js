// Where the focus goes back to when what had it was drawn anew.

/** How to find a control again inside its surface: by its ids, or by what it does. */
function ownMark({ blockId, actionId, reaction, testid }) {
  if (actionId) return `[data-block-id="${CSS.escape(blockId)}"][data-action-id="${CSS.escape(actionId)}"]`;
  if (reaction) return `.pill[data-reaction="${reaction}"]`;
  return testid ? `[data-testid="${testid}"]` : null;
}

/** The surface a control stands on: its message, App Home, a dialog, or the page. */
function scopeOf(node) {
  const ts = node.closest("[data-ts]")?.dataset.ts;
  if (ts) return `[data-ts="${ts}"]`;
  return [".home-body", "dialog"].find((scope) => node.closest(scope)) ?? "";
}

/** Remember a control; the answer, called later, gives it, its successor, or the surface it stood on. */
export function spotOf(node) {
  const scope = scopeOf(node);
  const own = ownMark(node.dataset);
  return () => {
    if (node.isConnected && !node.disabled) return node;
    return (own && document.querySelector(`${scope} ${own}`)) ?? (scope ? document.querySelector(scope) : null);
  };
}

/** Focus a control; a framed list hands the focus to its first choice. */
export function focusOn(control) {
  const target = control?.matches("fieldset") ? (control.querySelector("input:checked") ?? control.querySelector("input")) : control;
  target?.focus();
}
