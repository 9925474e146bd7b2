"use strict";

/** @type {{connector: Connector, nav: HTMLElement} | null} The last list: a long list is only built once. */
let list = null;

/**
 * The list of operations, triggers first as in the designer, filtered by the search text.
 * @param {Connector} connector
 * @returns {HTMLElement}
 */
function operationList(connector) {
  if (list !== null && list.connector === connector) {
    const now = document.getElementById(idOf("op", state.operation)) ?? list.nav.querySelector(`[id="${idOf("op", state.operation)}"]`);
    list.nav.querySelector("[aria-current]")?.removeAttribute("aria-current");
    now?.setAttribute("aria-current", "true");
    return list.nav;
  }
  const search = make("input", {
    id: "search",
    attributes: { type: "search", "aria-label": "Search actions and triggers", placeholder: "Search", autocomplete: "off" },
  });
  search.value = state.search;
  const results = make("div", { id: "results" });
  const fill = () => results.replaceChildren(...groups(connector));
  search.addEventListener("input", () => {
    state.search = search.value;
    fill();
    const count = results.querySelectorAll("li").length;
    say(`${count} ${count === 1 ? "operation" : "operations"}`);
  });
  fill();
  const nav = make("nav", { class: "box list", attributes: { "aria-label": "Actions and triggers" } }, search, results);
  list = { connector, nav };
  return nav;
}

/**
 * @param {Connector} connector
 * @returns {HTMLElement[]}
 */
function groups(connector) {
  const words = state.search.toLowerCase().split(/\s+/).filter((word) => word);
  const fits = (/** @type {Card} */ card) => {
    const text = `${card.summary} ${card.description} ${card.id}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
  const made = [];
  for (const [title, triggers] of /** @type {const} */ ([["Triggers", true], ["Actions", false]])) {
    const cards = connector.cards.filter((card) => (card.trigger !== "") === triggers && fits(card));
    if (cards.length > 0) made.push(make("h2", { text: title }), make("ul", {}, ...cards.map((card) => operationRow(connector, card))));
  }
  return made.length > 0 ? made : [make("p", { class: "quiet empty", text: "No operation matches." })];
}

/**
 * @param {Connector} connector
 * @param {Card} card
 * @returns {HTMLElement}
 */
function operationRow(connector, card) {
  const open = () => {
    state.operation = card.id;
    state.part = "";
    state.invalid.clear();
    draw();
    loadChoices();
    // On a narrow screen the card is below the list.
    if (matchMedia("(max-width: 42rem)").matches) document.querySelector("article")?.scrollIntoView();
  };
  const current = card.id === state.operation ? "true" : undefined;
  const row = button(titleOf(card), open, { id: idOf("op", card.id), attributes: { "aria-current": current } });
  row.prepend(iconOf(connector));
  return make("li", {}, row);
}

/**
 * The title of an operation, with the suffixes that the platform adds.
 * @param {Card} card
 * @returns {string}
 */
function titleOf(card) {
  const preview = card.status === "Preview" ? " (Preview)" : "";
  return `${card.summary || card.id}${preview}${card.deprecated ? " [DEPRECATED]" : ""}`;
}

/**
 * The card of an operation.
 * @param {Connector} connector
 * @param {Card} card
 * @returns {HTMLElement}
 */
function cardOf(connector, card) {
  const values = entry(state.filled, card.id, () => new Map());
  const scope = { values, path: [card.id], card, changed: () => loadChoices() };
  const kind = card.trigger ? `${card.trigger} trigger` : "action";
  const head = make(
    "header",
    {},
    iconOf(connector),
    make("h2", { text: titleOf(card), id: "card-title" }),
    make("span", { class: "tag", text: kind }),
  );
  const inside = make(
    "div",
    { class: "inside" },
    card.description && card.description !== card.summary ? make("p", { class: "lines", text: card.description }) : null,
    ...marksOf(connector, card),
    ...inputsOf(card).filter((input) => input.front).map((input) => inputOf(input, scope)),
    behind(card, scope),
    card.polls ? recurrence() : null,
    card.protocol ? toolsOf(connector, card) : null,
    card.inputs.length === 0 && !card.polls && !card.protocol ? make("p", { class: "quiet", text: "This operation has no inputs." }) : null,
  );
  const connection = make(
    "p",
    { class: "quiet" },
    canTry() ? "Connected to the sandbox." : "",
    button("Change connection", () => show("connections"), { class: "plain", id: "change-connection" }),
  );
  const foot = make("footer", {}, make("div", { class: "row" }, ...tryButtons(connector, card), connection), placeOf(card.place, `card-${card.id}`));
  return make("article", { class: "box card", attributes: { "aria-labelledby": "card-title" } }, head, inside, foot);
}

/**
 * Notes on differences from a flow, and for makers.
 * @param {Connector} connector
 * @param {Card} card
 * @returns {HTMLElement[]}
 */
function marksOf(connector, card) {
  const notes = connector.not_simulated
    .filter((one) => one.operations === null || one.operations.includes(card.id))
    .map((one) => `Not simulated here: ${one.text}`);
  if (card.cut) notes.push("This operation has too many or too deeply nested types; the card does not show all of them.");
  if (card.batch) notes.push(`A flow runs once for each item of ${card.batch}.`);
  return notes.map((text) => make("p", { class: "note", text }));
}

/**
 * The inputs under "Advanced parameters", each hidden until the maker shows it.
 * @param {Card} card
 * @param {Scope} scope
 * @returns {HTMLElement | null}
 */
function behind(card, scope) {
  const inputs = inputsOf(card).filter((input) => !input.front);
  if (inputs.length === 0) return null;
  const shown = entry(state.shown, card.id, () => new Set());
  const visible = inputs.filter((input) => shown.has(input.key));
  const all = () => {
    inputs.forEach((input) => shown.add(input.key));
    draw();
    loadChoices();
  };
  const none = () => {
    shown.clear();
    draw();
  };
  const choose = make("select", { id: "advanced", class: "grow", attributes: { "aria-label": "Show an advanced parameter" } });
  choose.append(make("option", { text: `Showing ${visible.length} of ${inputs.length}`, attributes: { value: "" } }));
  inputs.forEach((input, number) => {
    if (!shown.has(input.key)) choose.append(make("option", { text: input.label, attributes: { value: String(number) } }));
  });
  choose.addEventListener("change", () => {
    const chosen = inputs[Number(choose.value)];
    if (choose.value !== "" && chosen) shown.add(chosen.key);
    draw();
    loadChoices();
  });
  const buttons = [button("Show all", all, { id: "show-all" }), button("Clear all", none, { id: "clear-all" })];
  return make(
    "section",
    { class: "more", attributes: { "aria-label": "Advanced parameters" } },
    make("h3", { text: "Advanced parameters" }),
    make("div", { class: "row" }, choose, ...buttons),
    ...visible.map((input) => inputOf(input, scope)),
  );
}

/** @returns {HTMLElement} */
function recurrence() {
  const text = "Interval and Frequency (required), Time zone, Start time";
  return make(
    "section",
    { class: "more", attributes: { "aria-label": "How often do you want to check for items?" } },
    make("h3", { text: "How often do you want to check for items?" }),
    make("p", { class: "quiet", text: `The designer adds: ${text}. Here, Try it calls the trigger once.` }),
  );
}

/**
 * The tools of an MCP server, which agents load.
 * @param {Connector} connector
 * @param {Card} card
 * @returns {HTMLElement}
 */
function toolsOf(connector, card) {
  const tools = Object.hasOwn(connector.tools, card.id) ? connector.tools[card.id] ?? [] : [];
  const rows = tools.map((tool) => make("li", {}, make("code", { text: tool.name }), make("p", { class: "quiet", text: tool.description })));
  return make(
    "section",
    { class: "part", attributes: { "aria-label": "Tools" } },
    make("p", { class: "note", text: "An MCP server: makers add it to an agent, which loads the tools from it. It is not useful in a flow." }),
    make("h3", { text: tools.length > 0 ? `Tools (${tools.length})` : "Tools" }),
    rows.length > 0 ? make("ul", { class: "tokens" }, ...rows) : make("p", { class: "quiet", text: "The source declares no tools; the server lists them." }),
  );
}

/**
 * @param {Connector} connector
 * @param {Card} card
 * @returns {HTMLElement[]}
 */
function tryButtons(connector, card) {
  if (!state.session.live) return [make("p", { class: "quiet", text: "Try it requires a running preview: connectorkit preview." })];
  if (connector.untried) return [make("p", { class: "quiet", text: `Try it is not available. ${connector.untried}` })];
  if (card.protocol) return [button("List the tools", () => void tryIt(card, "try"), { class: "main", id: "try" })];
  const made = [button("Try it", () => void tryIt(card, "try"), { class: "main", id: "try" })];
  if (card.trigger && !card.polls) made.push(button("Fire the trigger", () => void tryIt(card, "fire"), { id: "fire" }));
  return made;
}

/**
 * Send the values to the sandbox; if required inputs are empty, mark these instead.
 * @param {Card} card
 * @param {"try" | "fire"} how
 * @returns {Promise<void>}
 */
async function tryIt(card, how) {
  const values = entry(state.filled, card.id, () => new Map());
  const empty = missing(inputsOf(card), values, [card.id]);
  state.invalid = new Set(empty);
  if (empty.length > 0) {
    const shown = entry(state.shown, card.id, () => new Set());
    inputsOf(card).filter((input) => input.required).forEach((input) => shown.add(input.key));
    draw();
    document.getElementById(empty[0] ?? "")?.focus();
    say(`${empty.length} required ${empty.length === 1 ? "input is" : "inputs are"} empty`);
    return;
  }
  say("Sending …");
  const result = /** @type {Tried} */ (await act(how, { operation: card.id, values: sentValues(card) }));
  state.tried.set(card.id, result);
  state.panel = "try";
  draw();
  const panel = document.querySelector(".panel");
  panel?.scrollTo(0, 0);
  // If the panel is below the card, the result would not be visible.
  if (matchMedia("(max-width: 62rem)").matches) panel?.scrollIntoView();
  say(result.error ?? (how === "fire" ? "The trigger was fired" : `Status ${result.response?.status ?? ""}`));
  loadChoices();
}
