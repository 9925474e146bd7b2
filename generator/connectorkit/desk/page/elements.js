"use strict";

/**
 * @typedef {object} Options
 * @property {string} [class]
 * @property {string} [id]
 * @property {string} [text]
 * @property {{[name: string]: string | undefined}} [attributes]
 * @property {(event: Event) => void} [click]
 */

/**
 * An element. Text is never interpreted as markup.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Options} [options]
 * @param {(Node | string | null)[]} children
 * @returns {HTMLElementTagNameMap[T]}
 */
function make(tag, options = {}, ...children) {
  const element = document.createElement(tag);
  if (options.class) element.className = options.class;
  if (options.id) element.id = options.id;
  if (options.text !== undefined) element.textContent = options.text;
  for (const [name, value] of Object.entries(options.attributes ?? {})) {
    if (value !== undefined) element.setAttribute(name, value);
  }
  if (options.click) element.addEventListener("click", options.click);
  element.append(...children.filter((child) => child !== null));
  return element;
}

/**
 * A button. Its id preserves the focus when the page is rendered again.
 * @param {string} text
 * @param {() => void} click
 * @param {Options} [options]
 * @returns {HTMLButtonElement}
 */
function button(text, click, options = {}) {
  return make("button", { text, ...options, click, attributes: { type: "button", ...options.attributes } });
}

/**
 * An element id for names that can contain any character.
 * @param {string[]} names
 * @returns {string}
 */
function idOf(...names) {
  return names.map((name) => encodeURIComponent(name.replace(/[\uD800-\uDFFF]/gu, "-")).replace(/%/g, "_")).join("--");
}

/**
 * A location in a file, with a button that copies it.
 * @param {Place | null} place
 * @param {string} id
 * @returns {HTMLElement | null}
 */
function placeOf(place, id) {
  if (place === null) return null;
  const at = `:${place.line}:${place.column}`;
  const text = shortPath(place.file, state.session.root) + at;
  const copy = button("Copy", () => void copyText(text), {
    class: "plain",
    id: idOf("copy", id),
    attributes: { "aria-label": `Copy ${text}` },
  });
  const folder = state.session.source.replace(/\/[^/]*$/, "");
  const code = make("code", { text: shortPath(shortPath(place.file, state.session.root), folder) + at });
  const href = editorLink(place);
  return make("span", { class: "quiet wrap place" }, href ? make("a", { attributes: { href } }, code) : code, " ", copy);
}

/**
 * A path relative to a parent folder.
 * @param {string} file
 * @param {string} folder
 * @returns {string}
 */
function shortPath(file, folder) {
  return folder !== "" && file.startsWith(`${folder}/`) ? file.slice(folder.length + 1) : file;
}

/** Editors that open a file from a link, by URL scheme. */
const EDITORS = /** @type {const} */ ([["vscode", "Visual Studio Code"], ["vscodium", "VSCodium"]]);

/**
 * The link that opens a location in the chosen editor; "" if none is chosen.
 * @param {Place} place
 * @returns {string}
 */
function editorLink(place) {
  if (!state.session.root || !EDITORS.some(([scheme]) => scheme === state.editor)) return "";
  const path = place.file.startsWith("/") ? place.file : `${state.session.root}/${place.file}`;
  const steps = path.replace(/\\/g, "/").split("/").map(encodeURIComponent).join("/");
  return `${state.editor}://file/${steps.replace(/^\//, "")}:${place.line}:${place.column}`;
}

/**
 * @param {string} text
 * @returns {Promise<void>}
 */
async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    say(`Copied ${text}`);
  } catch {
    say("The browser does not allow copying. Select the text instead.");
  }
}

/**
 * Show a message in the status line, which screen readers announce.
 * @param {string} text
 */
function say(text) {
  byId("status").textContent = text;
}

/**
 * @param {string} id
 * @returns {HTMLElement}
 */
function byId(id) {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`no element ${id}`);
  return found;
}

/**
 * A JSON value for display.
 * @param {Json | undefined} value
 * @returns {string}
 */
function shownJson(value) {
  return typeof value === "string" ? value : JSON.stringify(value, null, 2) ?? "";
}

/**
 * A text block that can be scrolled with the keyboard.
 * @param {string} text
 * @param {string} label
 * @returns {HTMLElement}
 */
function block(text, label) {
  return make("pre", { text, attributes: { tabindex: "0", role: "region", "aria-label": label } });
}

/**
 * The icon of the connector, or the first letter of its title on its colour.
 * @param {Connector} connector
 * @returns {HTMLElement}
 */
function iconOf(connector) {
  if (connector.icon) return make("img", { class: "icon", attributes: { src: connector.icon, alt: "", width: "32", height: "32" } });
  const letter = [...connector.title.trim()][0] ?? "?";
  return make("span", { class: "icon letter", text: letter, attributes: { "aria-hidden": "true" } });
}

/**
 * Apply the colour of the connector to the page, with a readable text colour.
 * @param {string} color `#rrggbb`, or "" for none.
 */
function setBrand(color) {
  const root = document.documentElement.style;
  if (!/^#[0-9a-f]{6}$/.test(color)) {
    root.removeProperty("--brand");
    root.removeProperty("--brand-ink");
    return;
  }
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  const light = 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
  root.setProperty("--brand", color);
  root.setProperty("--brand-ink", light > 0.179 ? "#000000" : "#ffffff");
}
