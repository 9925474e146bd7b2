"use strict";

/**
 * The operation as a Power Apps function: the formula with its arguments in order, or the reason why there is none.
 * @param {Card} card
 * @returns {Node[]}
 */
function appsOf(card) {
  if (card.apps === null) {
    const kind = card.trigger ? "Triggers are for flows." : "It omits this operation.";
    return [make("p", { class: "quiet", text: `Power Apps offers no function for this card. ${kind}` })];
  }
  const { call, unsupported, notes } = card.apps;
  /** @type {Node[]} */
  const made = [];
  if (unsupported.length > 0) {
    const why = unsupported.map((text) => make("li", { text: `${text}.` }));
    made.push(make("p", { class: "warn", text: "Power Apps does not support this operation:" }), make("ul", { class: "plain-list" }, ...why));
  } else {
    const copy = button("Copy", () => void copyText(call), { class: "plain", id: "copy-formula", attributes: { "aria-label": "Copy the formula" } });
    made.push(make("div", { class: "row apart" }, make("h3", { text: "Formula" }), copy), block(call, "Formula"));
    const order = call.includes("{")
      ? "Required inputs are passed first, by position. Optional inputs are fields of the record at the end."
      : "Inputs are passed by position.";
    if (!call.endsWith("()")) made.push(make("p", { class: "quiet", text: order }));
  }
  if (notes.length > 0) {
    made.push(make("h3", { text: "Notes" }), make("ul", { class: "plain-list" }, ...notes.map((text) => make("li", { text: `${sentence(text)}.` }))));
  }
  return made;
}

/**
 * @param {string} text
 * @returns {string}
 */
function sentence(text) {
  return /^(returns|deprecated|its) /.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}
