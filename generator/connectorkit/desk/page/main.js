"use strict";

const VIEWS = /** @type {const} */ ([
  ["cards", "Cards"],
  ["connections", "Connection"],
  ["changes", "What changes"],
  ["findings", "Findings"],
  ["reference", "Reference"],
]);

/** Render the page from the state. The focus and the position of the cursor are preserved. */
function draw() {
  const kept = keepFocus();
  const { connector } = state;
  setBrand(connector?.color ?? "");
  document.title = connector ? `${connector.title}: preview` : "Preview";
  byId("top").replaceChildren(...topOf(connector));
  const banner = bannerOf();
  const before = byId("banner");
  if (before.textContent !== banner.map((one) => one.textContent).join("")) before.replaceChildren(...banner);
  if (state.view !== "reference" || byId("content").querySelector("iframe") === null) {
    const view = viewOf(connector);
    if (!view.isConnected) byId("content").replaceChildren(view);
  }
  kept();
}

let waits = false;
let drawn = "";

/** Render once for all changes before the next frame. */
function drawSoon() {
  if (waits) return;
  waits = true;
  requestAnimationFrame(() => {
    waits = false;
    draw();
  });
}

/**
 * @param {Connector | null} connector
 * @returns {HTMLElement[]}
 */
function topOf(connector) {
  const made = connector ? [iconOf(connector)] : [];
  const tabs = VIEWS.map(([name, title]) => {
    const count = name === "findings" && state.findings.count > 0 ? ` (${state.findings.count})` : "";
    const current = name === state.view ? "page" : undefined;
    return button(title + count, () => show(name), { id: `view-${name}`, attributes: { "aria-current": current } });
  });
  made.push(make("h1", { class: "wrap", text: connector?.title ?? "Preview" }));
  made.push(make("nav", { attributes: { "aria-label": "Views" } }, ...tabs));
  return made;
}

/** @param {string} view */
function show(view) {
  state.view = view;
  draw();
  if (view === "changes") watch(loadChanges());
}

/**
 * @param {Connector | null} connector
 * @returns {HTMLElement}
 */
function viewOf(connector) {
  if (state.view === "findings") return findingsView();
  if (connector === null) return make("p", { text: "There is nothing to show yet." });
  if (state.view === "connections") return connectionsView(connector);
  if (state.view === "changes") return changesView(connector);
  if (state.view === "reference") return referenceView();
  const card = currentCard();
  const operations = operationList(connector);
  const beside = card ? [cardOf(connector, card), panelOf(connector, card)] : [make("p", { class: "box empty", text: noCards(connector) })];
  const around = operations.parentElement;
  if (around === null || !around.isConnected) return make("div", { class: "columns" }, operations, ...beside);
  // A long list that remains in the page need not be laid out again.
  while (operations.nextSibling) operations.nextSibling.remove();
  around.append(...beside);
  return around;
}

/**
 * @param {Connector} connector
 * @returns {string}
 */
function noCards(connector) {
  const paths = connector.definition["paths"];
  const has = typeof paths === "object" && paths !== null && Object.keys(paths).length > 0;
  return has ? "Makers see no operations, because all of them are internal (visibility: internal)." : "The connector has no operation yet.";
}

/** @returns {HTMLElement} */
function referenceView() {
  // With an empty `sandbox`, the page runs no scripts, and can neither read nor change this one.
  return make("iframe", { attributes: { src: "reference.html", sandbox: "", title: "Reference page" } });
}

/**
 * Remember the focused element; returns a function that restores the focus.
 * @returns {() => void}
 */
function keepFocus() {
  const active = document.activeElement;
  const typed = active instanceof HTMLInputElement || active instanceof HTMLTextAreaElement ? active : null;
  const range = typed && typed.type !== "password" ? [typed.selectionStart, typed.selectionEnd] : null;
  const id = active?.id ?? "";
  const scroll = window.scrollY;
  const [listScroll, panelScroll] = [".list", ".panel"].map((one) => document.querySelector(one)?.scrollTop ?? 0);
  const shown = `${state.operation} ${state.panel}`;
  return () => {
    const again = id ? document.getElementById(id) : null;
    if (again !== null && again !== document.activeElement) again.focus({ preventScroll: true });
    if (range && (again instanceof HTMLInputElement || again instanceof HTMLTextAreaElement)) {
      again.setSelectionRange(range[0] ?? null, range[1] ?? null);
    }
    document.querySelector(".list")?.scrollTo(0, listScroll ?? 0);
    if (shown === drawn) document.querySelector(".panel")?.scrollTo(0, panelScroll ?? 0);
    drawn = shown;
    window.scrollTo(window.scrollX, scroll);
  };
}

/** @returns {Promise<void>} */
async function loadConnector() {
  state.connector = /** @type {Connector | null} */ (await load("connector"));
  const cards = state.connector?.cards ?? [];
  if (!cards.some((card) => card.id === state.operation)) {
    state.operation = cards.find((card) => card.trigger === "")?.id ?? cards[0]?.id ?? "";
  }
  // Drop-downs keep their choices until new ones arrive.
  for (const loaded of [...state.loaded.values(), ...state.fields.values()]) loaded.asked = "";
  if (state.view === "reference") byId("content").replaceChildren();
  draw();
  loadChoices();
}

/** @returns {Promise<void>} */
async function loadFindings() {
  state.findings = /** @type {Findings} */ (await load("findings"));
  draw();
}

/** @returns {Promise<void>} */
async function loadChanges() {
  state.changes = /** @type {Changes} */ (await load("changes"));
  draw();
}

/**
 * Await a promise that fails if the server has stopped; the status line reports this.
 * @param {Promise<void>} work
 */
function watch(work) {
  work.catch(() => say("The preview does not respond. It may have stopped."));
}

/**
 * Follow the source: the server sends an event when the cards, and then the findings, are new. Browsers limit the
 * connections to a server, so one tab listens and notifies the others; when it is closed, another one takes over.
 */
function follow() {
  const seen = { cards: -1, findings: -1 };
  const others = new BroadcastChannel("preview");
  const told = (/** @type {{cards: number, findings: number} | null} */ now) => {
    if (now === null) {
      say("The preview has stopped, or is restarting.");
      return;
    }
    const first = seen.cards < 0;
    if (byId("status").textContent?.startsWith("The preview")) say("");
    if (now.cards !== seen.cards) {
      seen.cards = now.cards;
      watch(update(first));
    }
    if (now.findings !== seen.findings) {
      seen.findings = now.findings;
      watch(loadFindings());
    }
  };
  others.addEventListener("message", (event) => {
    if (event.data === "hello") return;
    told(event.data);
  });
  const listen = () => {
    const events = new EventSource("events");
    /** @type {{cards: number, findings: number} | null} */
    let last = null;
    const tell = () => {
      told(last);
      others.postMessage(last);
    };
    events.addEventListener("message", (event) => {
      last = JSON.parse(event.data);
      tell();
    });
    events.addEventListener("error", () => {
      last = null;
      tell();
    });
    others.addEventListener("message", (event) => {
      if (event.data === "hello" && last !== null) others.postMessage(last);
    });
  };
  // The lock is held until the tab is closed.
  void navigator.locks.request("preview", { mode: "exclusive" }, () => {
    listen();
    return new Promise(() => undefined);
  });
  others.postMessage("hello");
}

/**
 * @param {boolean} first
 * @returns {Promise<void>}
 */
async function update(first) {
  await loadConnector();
  if (!first) say("Updated");
  if (state.view === "changes") await loadChanges();
}

/** @returns {Promise<void>} */
async function start() {
  state.session = /** @type {Session} */ (await load("session"));
  if (state.session.live) {
    follow();
    return;
  }
  await loadConnector();
  await loadFindings();
}

watch(start());
