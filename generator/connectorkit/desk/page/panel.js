"use strict";

const PANELS = /** @type {const} */ ([
  ["tokens", "Dynamic content"],
  ["try", "Try it"],
  ["apps", "Power Apps"],
  ["swagger", "Swagger"],
  ["findings", "Findings"],
]);

/**
 * The panel next to a card: dynamic content, the last trial, the swagger and the findings of the operation.
 * @param {Connector} connector
 * @param {Card} card
 * @returns {HTMLElement}
 */
function panelOf(connector, card) {
  const tabs = PANELS.map(([name, title]) => {
    const chosen = name === state.panel;
    const attributes = {
      role: "tab",
      "aria-selected": String(chosen),
      "aria-controls": "panel",
      tabindex: chosen ? "0" : "-1",
    };
    return button(title, () => choosePanel(name), { id: `tab-${name}`, attributes });
  });
  const list = make("div", { class: "tabs", attributes: { role: "tablist", "aria-label": "About the operation" } }, ...tabs);
  list.addEventListener("keydown", moveTab);
  const inside = make("div", { id: "panel", attributes: { role: "tabpanel", "aria-labelledby": `tab-${state.panel}`, tabindex: "0" } });
  inside.append(...insideOf(connector, card));
  return make("section", { class: "box panel", attributes: { "aria-label": "About the operation" } }, list, inside);
}

/** @param {string} name */
function choosePanel(name) {
  state.panel = name;
  draw();
  document.getElementById(`tab-${name}`)?.focus();
}

/** @param {KeyboardEvent} event */
function moveTab(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const at = PANELS.findIndex(([name]) => name === state.panel);
  choosePanel(PANELS[(at + step + PANELS.length) % PANELS.length]?.[0] ?? "tokens");
}

/**
 * @param {Connector} connector
 * @param {Card} card
 * @returns {Node[]}
 */
function insideOf(connector, card) {
  if (state.panel === "try") return triedOf(card);
  if (state.panel === "apps") return appsOf(card);
  if (state.panel === "swagger") return swaggerOf(connector, card);
  if (state.panel === "findings") return findingsOf(state.findings.shown.filter((one) => one.operation === card.id), card.id);
  return tokensOf(card, tokensIn(card));
}

/**
 * @param {Card} card
 * @param {Token[]} tokens
 * @returns {Node[]}
 */
function tokensOf(card, tokens) {
  const values = state.tried.get(card.id)?.tokens;
  const row = (/** @type {Token} */ token) => {
    const notes = [token.list ? "in a list" : "", token.dynamic ? fieldsText(card, token.key, true) : ""].filter((note) => note).join(", ");
    return make(
      "li",
      {},
      make("span", { text: token.title }),
      notes ? make("span", { class: "quiet", text: ` (${notes})` }) : null,
      make("br"),
      make("code", { class: "quiet", text: token.key }),
      valueIn(values, token),
    );
  };
  const front = tokens.filter((token) => !token.more);
  const more = tokens.filter((token) => token.more);
  /** @type {HTMLElement[]} */
  const made = [
    front.length > 0 ? make("ul", { class: "tokens" }, ...front.map(row)) : make("p", { class: "quiet", text: "None." }),
  ];
  if (more.length > 0) {
    made.push(make("details", {}, make("summary", { text: `See more (${more.length})` }), make("ul", { class: "tokens" }, ...more.map(row))));
  }
  return made;
}

/**
 * The values of a token in the last response.
 * @param {{[key: string]: Json[]} | undefined} values
 * @param {Token} token
 * @returns {HTMLElement | null}
 */
function valueIn(values, token) {
  const found = values !== undefined && Object.hasOwn(values, token.key) ? values[token.key] : undefined;
  if (found === undefined || found.length === 0) return null;
  const shown = found.slice(0, 3).map((value) => shorten(JSON.stringify(value)));
  const text = `${shown.join(", ")}${found.length > 3 ? ", …" : ""}`;
  return make("div", {}, make("span", { class: "hidden-text", text: "Value: " }), make("code", { class: "value", text }));
}

/**
 * @param {string} text
 * @returns {string}
 */
function shorten(text) {
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}

/**
 * @param {Card} card
 * @returns {Node[]}
 */
function triedOf(card) {
  if (!state.session.live) return [make("p", { text: "Try it requires a running preview; this page is static." })];
  const tried = state.tried.get(card.id);
  if (tried === undefined) return [make("p", { class: "quiet", text: "Fill in the card, and choose 'Try it'. The call is sent to the sandbox on this machine." })];
  if (tried.error) return [make("p", { class: "error", text: tried.error })];
  const made = [];
  if (tried.restarted) made.push(make("p", { class: "note", text: "The source changed, so the sandbox was restarted, and its data was reset." }));
  const call = tried.subscription ?? tried;
  if (tried.subscription) made.push(make("h3", { text: "Subscription" }));
  made.push(...(call.lacking ?? []).map((text) => make("p", { class: "note", text })), ...callOf(call));
  if (tried.event !== undefined) made.push(...eventOf(tried));
  if (tried.tokens && withValues(card, tried).length > 0) {
    made.push(make("h3", { text: "Dynamic content with values" }), ...tokensOf(card, withValues(card, tried)));
  }
  return made;
}

/**
 * The tokens that have a value.
 * @param {Card} card
 * @param {Tried} tried
 * @returns {Token[]}
 */
function withValues(card, tried) {
  const values = new Map(Object.entries(tried.tokens ?? {}));
  return tokensIn(card).filter((token) => (values.get(token.key) ?? []).length > 0).map((token) => ({ ...token, more: false }));
}

/**
 * @param {Tried} call
 * @returns {Node[]}
 */
function callOf(call) {
  const { request, response } = call;
  if (request === undefined || response === undefined) return [];
  const good = response.status >= 200 && response.status < 300;
  const status = make("h3", { id: "response-status", class: good ? "good" : "error", text: `Response: status ${response.status}` });
  const made = [make("h3", { text: "Request" }), block(requestText(request), "Request"), status];
  if (response.cut) made.push(make("p", { class: "note", text: "The response is longer than 1 MB; the rest is not shown." }));
  made.push(block(shownJson(response.document), "Response"));
  const headers = Object.entries(response.headers).map(([name, value]) => `${name}: ${value}`).join("\n");
  made.push(make("details", {}, make("summary", { text: "Response headers" }), block(headers, "Response headers")));
  return made;
}

/**
 * @param {Sent} request
 * @returns {string}
 */
function requestText(request) {
  const headers = Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`);
  const body = request.body === "" ? [] : ["", shownJson(request.body)];
  return [`${request.method} ${request.url}`, ...headers, ...body].join("\n");
}

/**
 * @param {Tried} tried
 * @returns {Node[]}
 */
function eventOf(tried) {
  const received = tried.received ?? [];
  const count = `Delivered ${received.length} ${received.length === 1 ? "time" : "times"}`;
  const made = [make("h3", { text: "Event" }), make("p", { id: "delivered", text: count }), block(shownJson(tried.event), "Event")];
  for (const one of received) made.push(make("h4", { text: `Delivery: ${one.method} ${one.content_type}` }), block(one.body, "Delivery"));
  return made;
}

/**
 * The swagger of the selected part, or of the operation if none is selected.
 * @param {Connector} connector
 * @param {Card} card
 * @returns {Node[]}
 */
function swaggerOf(connector, card) {
  const pointer = state.part || card.pointer;
  const input = card.inputs.find((one) => one.pointer === pointer);
  const title = input ? input.label : state.part ? pointer : titleOf(card);
  const whole = () => {
    state.part = "";
    draw();
  };
  return [
    make("h3", { text: title }),
    ...(state.part ? [button("The whole operation", whole, { class: "plain", id: "whole" })] : []),
    make("p", {}, make("code", { class: "wrap", text: pointer })),
    placeOf(input ? input.place : state.part ? null : card.place, "swagger") ?? "",
    block(shownJson(at(connector.definition, pointer)), "Swagger"),
  ].map((one) => (typeof one === "string" ? document.createTextNode(one) : one));
}

/**
 * The value at a JSON pointer.
 * @param {Json} value
 * @param {string} pointer
 * @returns {Json | undefined}
 */
function at(value, pointer) {
  /** @type {Json | undefined} */
  let here = value;
  for (const step of pointer.split("/").slice(1)) {
    const key = step.replace(/~1/g, "/").replace(/~0/g, "~");
    if (typeof here !== "object" || here === null || !Object.hasOwn(here, key)) return undefined;
    here = /** @type {JsonObject} */ (here)[key];
  }
  return here;
}
