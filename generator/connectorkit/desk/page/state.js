"use strict";

/**
 * @typedef {null | boolean | number | string | JsonArray | JsonObject} Json
 * @typedef {Json[]} JsonArray
 * @typedef {{[name: string]: Json}} JsonObject
 * @typedef {{file: string, line: number, column: number}} Place
 * @typedef {{title: string, value: Json}} Choice
 * @typedef {object} Input One row of a card; `items` are the inputs of one item of a list.
 * @property {string} key
 * @property {string} label
 * @property {string} type
 * @property {boolean} required
 * @property {boolean} front
 * @property {string} description
 * @property {Json} default
 * @property {boolean} dynamic
 * @property {"text" | "choice" | "list" | "json"} editor
 * @property {string} own_editor
 * @property {string} loads
 * @property {Choice[] | null} choices
 * @property {Input[]} [items]
 * @property {string} pointer
 * @property {Place | null} place
 * @typedef {{key: string, title: string, type: string, description: string, more: boolean, list: boolean, dynamic: boolean}} Token
 * @typedef {object} Card
 * @property {string} id
 * @property {string} summary
 * @property {string} description
 * @property {string} visibility
 * @property {string} status
 * @property {string} trigger
 * @property {boolean} deprecated
 * @property {boolean} polls
 * @property {string} batch
 * @property {boolean} cut
 * @property {string} protocol That of an MCP server; "" for other operations.
 * @property {string} method
 * @property {string} path
 * @property {string} pointer
 * @property {Place | null} place
 * @property {Input[]} inputs
 * @property {Token[]} tokens
 * @property {{call: string, unsupported: string[], notes: string[]} | null} apps The function of Power Apps.
 * @typedef {object} ConnectionField
 * @property {string} name
 * @property {string} label
 * @property {string} description
 * @property {string} tooltip
 * @property {boolean} required
 * @property {boolean} secret
 * @property {string} kind
 * @property {Json} default
 * @property {Choice[]} choices
 * @property {Place} place
 * @typedef {{title: string, description: string, fields: ConnectionField[], sign_in: string, signs_in: boolean}} Dialog
 * @typedef {object} Connector
 * @property {string} title
 * @property {string} description
 * @property {string} color
 * @property {string} icon
 * @property {Card[]} cards
 * @property {Dialog[]} connections
 * @property {JsonObject} definition
 * @property {{text: string, operations: string[] | null}[]} not_simulated
 * @property {string} credential
 * @property {{[operation: string]: {name: string, description: string}[]}} tools The tools of MCP servers.
 * @property {string} untried Why nothing can be tried; "" where it can.
 * @typedef {{id: string, severity: string, message: string, help: string, place: Place, operation: string, pointer: string}} Finding
 * @typedef {{count: number, shown: Finding[], problems: Finding[], unusable: string, broken: boolean}} Findings `problems`: what keeps the present state from being shown.
 * @typedef {{operations: string[], verdict: {[audience: string]: string}, approved: string}} ChangeOnly
 * @typedef {Finding & ChangeOnly} Change
 * @typedef {{base: string, error: string, changes: Change[], before: Card[], version?: {old: string, new: string, follows: string}}} Changes
 * @typedef {{token: string, source: string, live: boolean, root: string}} Session `root`: the folder that places are relative to.
 * @typedef {{method: string, url: string, headers: {[name: string]: string}, body: Json}} Sent
 * @typedef {{status: number, headers: {[name: string]: string}, document: Json, cut: boolean}} Received
 * @typedef {object} Tried
 * @property {string} [error]
 * @property {Sent} [request]
 * @property {Received} [response]
 * @property {{[key: string]: Json[]}} [tokens]
 * @property {boolean} [restarted]
 * @property {string[]} [lacking] What the definition requires although the card does not.
 * @property {Tried | null} [subscription]
 * @property {Json} [event]
 * @property {JsonObject[]} [deliveries]
 * @property {{method: string, content_type: string, body: string}[]} [received]
 * @typedef {{choices: Choice[], missing: string[], error: string, asked: string}} Loaded
 * @typedef {{rows: (Input | Token)[], missing: string[], error: string, asked: string}} LoadedFields
 * @typedef {Json | ItemValue[]} Value
 * @typedef {Map<string, Value>} Values What is filled in, by the keys of inputs; for an item of a list, by `$` keys.
 * @typedef {{values: Values}} ItemValue
 */

/**
 * A setting stored in the browser; "" if it stores none, as for pages that are opened from files.
 * @param {string} name
 * @returns {string}
 */
function localStorageItem(name) {
  try {
    return localStorage.getItem(name) ?? "";
  } catch {
    return "";
  }
}

/** The state of the page. Names from a source are keys of maps, never of objects. */
const state = {
  /** @type {Session} */
  session: { token: "", source: "", live: false, root: "" },
  /** @type {Connector | null} */
  connector: null,
  /** @type {Findings} */
  findings: { count: 0, shown: [], problems: [], unusable: "", broken: false },
  /** @type {Changes | null} */
  changes: null,
  view: "cards",
  operation: "",
  panel: "tokens",
  part: "",
  search: "",
  editor: localStorageItem("editor"),
  /** @type {Map<string, Values>} */
  filled: new Map(),
  /** @type {Map<string, Set<string>>} */
  shown: new Map(),
  /** @type {Map<string, Loaded>} By the ids of drop-downs. */
  loaded: new Map(),
  /** @type {Map<string, LoadedFields>} By the ids of objects whose fields are loaded. */
  fields: new Map(),
  /** @type {Map<string, Tried>} */
  tried: new Map(),
  /** @type {Set<string>} */
  custom: new Set(),
  /** @type {Set<string>} */
  invalid: new Set(),
};

/**
 * The entry of a map, created if missing.
 * @template V
 * @param {Map<string, V>} map
 * @param {string} key
 * @param {() => V} create
 * @returns {V}
 */
function entry(map, key, create) {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = create();
  map.set(key, made);
  return made;
}

/** @returns {Card | undefined} */
function currentCard() {
  return state.connector?.cards.find((card) => card.id === state.operation);
}

/**
 * Values as JSON, without empty ones.
 * @param {Values} values
 * @returns {JsonObject}
 */
function plainValues(values) {
  /** @type {[string, Json][]} */
  const found = [];
  for (const [key, value] of values) {
    const plain = isItems(value) ? value.map(plainItem).filter((one) => one !== null) : value;
    if (plain !== null && plain !== "" && !(Array.isArray(plain) && plain.length === 0)) found.push([key, plain]);
  }
  return Object.fromEntries(found);
}

/**
 * @param {ItemValue} item
 * @returns {Json}
 */
function plainItem(item) {
  const found = plainValues(item.values);
  const keys = Object.keys(found);
  if (keys.length === 0) return null;
  return keys.length === 1 && keys[0] === "$" ? found["$"] ?? null : found;
}

/**
 * Whether a value is that of a list editor: its items hold maps.
 * @param {Value | undefined} value
 * @returns {value is ItemValue[]}
 */
function isItems(value) {
  return Array.isArray(value) && value.every((one) => typeof one === "object" && one !== null && "values" in one && one.values instanceof Map);
}

/**
 * Read a document from the server, or from the script next to the page in a static folder.
 * @param {string} name
 * @returns {Promise<unknown>}
 */
async function load(name) {
  if (typeof PREVIEW_DATA !== "undefined") return JSON.parse(PREVIEW_DATA.get(name) ?? "null");
  const response = await fetch(`${name}.json`, { headers: { accept: "application/json" } });
  if (!response.ok) throw new Error(`${name}: status ${response.status}`);
  return response.json();
}

/**
 * Ask the server to do something.
 * @param {string} path
 * @param {JsonObject} body
 * @returns {Promise<unknown>}
 */
async function act(path, body) {
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json", "x-preview-token": state.session.token },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    return text.startsWith("{") ? JSON.parse(text) : { error: text.trim() };
  } catch {
    return { error: "The preview does not respond. It may have stopped." };
  }
}
