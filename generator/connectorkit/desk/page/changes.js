"use strict";

/** @type {Map<string, string>} */
const LEVELS = new Map([["B", "breaks"], ["b", "may break"], ["n", "notices"], ["ok", "fine"]]);
/** @type {Map<string, string>} */
const AUDIENCES = new Map([["wire", "clients"], ["flows", "flows"], ["apps", "apps"], ["agents", "agents"]]);

/**
 * The changes since the last commit, or another base.
 * @param {Connector} connector
 * @returns {HTMLElement}
 */
function changesView(connector) {
  const made = make("div", { class: "wide" }, make("h2", { text: "What changes" }));
  const changes = state.changes;
  if (changes === null) {
    made.append(make("p", { class: "quiet", text: "Comparing …" }));
    return made;
  }
  if (changes.error) {
    made.append(make("p", { class: "box empty", text: `There is no comparison. ${changes.error}` }));
    return made;
  }
  const version = changes.version?.follows ? ` The next version after ${changes.version.old} is ${changes.version.follows}.` : "";
  const count = changes.changes.length;
  made.append(make("p", { text: `${count} ${count === 1 ? "change" : "changes"} since ${baseOf(changes)}.${count > 0 ? version : ""}` }));
  if (count > 0) made.append(changeList(changes.changes));
  for (const pair of pairs(changes.before, connector.cards)) made.append(pairOf(pair, baseOf(changes)));
  return made;
}

/**
 * @param {Changes} changes
 * @returns {string}
 */
function baseOf(changes) {
  return changes.base === "git:HEAD" ? "the last commit" : changes.base;
}

/**
 * @param {Change[]} changes
 * @returns {HTMLElement}
 */
function changeList(changes) {
  const list = make("ul", { class: "findings", id: "changes" });
  changes.forEach((one, number) => {
    const hit = Object.entries(one.verdict)
      .filter(([, level]) => level !== "ok")
      .map(([audience, level]) => `${AUDIENCES.get(audience) ?? audience}: ${LEVELS.get(level) ?? level}`);
    const item = make("li", {}, ...findingOf(one, `change-${number}`));
    if (hit.length > 0) item.append(make("p", { class: "quiet", text: hit.join(" · ") }));
    if (one.approved) item.append(make("p", { class: "note", text: `Approved: ${one.approved}` }));
    list.append(item);
  });
  return list;
}

/**
 * The pairs of cards with differences that are visible to makers.
 * @param {Card[]} before
 * @param {Card[]} now
 * @returns {[Card | null, Card | null][]}
 */
function pairs(before, now) {
  const old = new Map(before.map((card) => [card.id, card]));
  /** @type {[Card | null, Card | null][]} */
  const found = [];
  for (const card of now) {
    const was = old.get(card.id) ?? null;
    old.delete(card.id);
    if (was === null || JSON.stringify(linesOf(was)) !== JSON.stringify(linesOf(card))) found.push([was, card]);
  }
  for (const card of old.values()) found.push([card, null]);
  return found;
}

/**
 * A card as lines by key; lines that differ, or that only one side has, are highlighted.
 * @param {Card} card
 * @returns {[string, string][]}
 */
function linesOf(card) {
  /** @type {[string, string][]} */
  const lines = [["title", titleOf(card)], ["description", card.description]];
  const add = (/** @type {Input[]} */ inputs, /** @type {string} */ above) => {
    for (const input of inputs) {
      const marks = [input.required ? "required" : "", input.front || above ? "" : "advanced", input.editor === "text" ? "" : input.editor];
      const choices = input.choices ? input.choices.map((choice) => choice.title).join(" | ") : input.loads;
      const text = [input.label + above, ...marks, choices, input.description].filter((part) => part).join(", ");
      lines.push([`in ${above}${input.key}`, text]);
      add(input.items ?? [], ` (in ${input.label})`);
    }
  };
  add(card.inputs, "");
  if (card.apps) lines.push(["apps", `Power Apps: ${card.apps.call || card.apps.unsupported.map((why) => `no function, because ${why}`).join("; ")}`]);
  for (const token of card.tokens) {
    lines.push([`out ${token.key}`, `→ ${token.title}${token.list ? " (in a list)" : ""}${token.more ? ", see more" : ""}`]);
  }
  return lines.filter(([, text]) => text !== "");
}

/**
 * @param {[Card | null, Card | null]} pair
 * @param {string} base
 * @returns {HTMLElement}
 */
function pairOf([was, now], base) {
  const title = titleOf(/** @type {Card} */ (now ?? was));
  const kind = was === null ? "new" : now === null ? "removed" : "changed";
  return make(
    "section",
    { class: "box", attributes: { "aria-label": `${title}: ${kind}` } },
    make("h3", { text: `${title} (${kind})` }),
    make("div", { class: "sides" }, sideOf(base, was, now, false), sideOf("Now", now, was, true)),
  );
}

/**
 * @param {string} title
 * @param {Card | null} card
 * @param {Card | null} other
 * @param {boolean} newer
 * @returns {HTMLElement}
 */
function sideOf(title, card, other, newer) {
  const theirs = new Map(other ? linesOf(other) : []);
  const list = make("ul", {});
  let same = 0;
  for (const [key, text] of card ? linesOf(card) : []) {
    const there = theirs.get(key);
    if (there === text && key.startsWith("out ")) {
      same += 1;
      continue;
    }
    if (there === text) {
      list.append(make("li", { class: "quiet", text }));
      continue;
    }
    const word = there === undefined ? (newer ? "new" : "removed") : "changed";
    const kind = there === undefined ? (newer ? "new" : "gone") : newer ? "now" : "was";
    list.append(make("li", { class: kind }, make("strong", { text: `${word}: ` }), text));
  }
  if (same > 0) list.append(make("li", { class: "quiet", text: `${same} unchanged ${same === 1 ? "output" : "outputs"}` }));
  if (card === null) list.append(make("li", { class: "quiet", text: newer ? "Removed." : "Did not exist." }));
  return make("div", {}, make("h4", { text: title.charAt(0).toUpperCase() + title.slice(1) }), list);
}
