"use strict";

/** @returns {boolean} Whether the sandbox can be called. */
function canTry() {
  return state.session.live && state.connector !== null && state.connector.untried === "";
}

/**
 * @param {Card} card
 * @param {string} key
 * @param {boolean} outputs
 * @returns {string}
 */
function fieldsId(card, key, outputs) {
  return idOf(outputs ? "out" : "in", card.id, key);
}

/**
 * The inputs of a card; loaded fields replace their object.
 * @param {Card} card
 * @returns {Input[]}
 */
function inputsOf(card) {
  return card.inputs.flatMap((input) => {
    const rows = input.dynamic ? state.fields.get(fieldsId(card, input.key, false))?.rows ?? [] : [];
    return rows.length > 0 ? /** @type {Input[]} */ (rows) : [input];
  });
}

/**
 * The dynamic content of a card; loaded fields follow their object.
 * @param {Card} card
 * @returns {Token[]}
 */
function tokensIn(card) {
  return card.tokens.flatMap((token) => {
    const rows = token.dynamic ? state.fields.get(fieldsId(card, token.key, true))?.rows ?? [] : [];
    return [token, .../** @type {Token[]} */ (rows)];
  });
}

/**
 * The values that are sent for a card: those of its inputs, without inputs that were replaced.
 * @param {Card} card
 * @returns {JsonObject}
 */
function sentValues(card) {
  const known = new Set(inputsOf(card).map((input) => input.key));
  const values = plainValues(entry(state.filled, card.id, () => new Map()));
  return Object.fromEntries(Object.entries(values).filter(([key]) => known.has(key)));
}

/** Load drop-downs and fields of the open card again if the values that they depend on changed. */
function loadChoices() {
  const card = currentCard();
  if (card === undefined || !canTry()) return;
  const sent = sentValues(card);
  const values = entry(state.filled, card.id, () => new Map());
  loadIn(card, inputsOf(card), values, { keys: [], path: [card.id], sent });
  for (const input of card.inputs) if (input.dynamic) void loadFields(card, input.key, false, sent);
  for (const token of card.tokens) if (token.dynamic) void loadFields(card, token.key, true, sent);
}

/**
 * Load the drop-downs among inputs, and among the items of their lists. `keys` is the path of the enclosing list.
 * @param {Card} card
 * @param {Input[]} inputs
 * @param {Values} values
 * @param {{keys: string[], path: string[], sent: JsonObject}} place
 */
function loadIn(card, inputs, values, place) {
  for (const input of inputs) {
    const keys = [...place.keys, input.key];
    if (input.editor === "choice" && input.loads !== "") void loadOne(card, keys, idOf("in", ...place.path, input.key), place.sent);
    const items = values.get(input.key);
    if (input.editor !== "list" || !isItems(items)) continue;
    items.forEach((item, number) => {
      const path = [...place.path, input.key, String(number)];
      loadIn(card, input.items ?? [], item.values, { keys, path, sent: { ...place.sent, ...plainValues(item.values) } });
    });
  }
}

/**
 * @param {Card} card
 * @param {string[]} keys
 * @param {string} id
 * @param {JsonObject} values
 * @returns {Promise<void>}
 */
async function loadOne(card, keys, id, values) {
  const asked = JSON.stringify(values);
  const before = state.loaded.get(id);
  if (before?.asked === asked) return;
  state.loaded.set(id, { choices: before?.choices ?? [], missing: [], error: "", asked });
  const found = /** @type {{choices?: Choice[], missing?: string[], error?: string}} */ (
    await act("choices", { operation: card.id, keys, values })
  );
  if (state.loaded.get(id)?.asked !== asked) return;
  state.loaded.set(id, { choices: found.choices ?? [], missing: found.missing ?? [], error: found.error ?? "", asked });
  drawSoon();
}

/**
 * @param {Card} card
 * @param {string} key
 * @param {boolean} outputs
 * @param {JsonObject} sent
 * @returns {Promise<void>}
 */
async function loadFields(card, key, outputs, sent) {
  const id = fieldsId(card, key, outputs);
  // The value of the object itself does not determine its fields.
  const values = Object.fromEntries(Object.entries(sent).filter(([name]) => outputs || !`${name}.`.startsWith(`${key}.`)));
  const asked = JSON.stringify(values);
  const before = state.fields.get(id);
  if (before?.asked === asked) return;
  state.fields.set(id, { rows: before?.rows ?? [], missing: [], error: "", asked });
  const found = /** @type {{rows?: (Input | Token)[], missing?: string[], error?: string}} */ (
    await act("fields", { operation: card.id, key, outputs, values })
  );
  if (state.fields.get(id)?.asked !== asked) return;
  state.fields.set(id, { rows: found.rows ?? [], missing: found.missing ?? [], error: found.error ?? "", asked });
  drawSoon();
  if ((found.rows ?? []).length > 0 && !outputs) loadChoices();
}

/**
 * The note next to an object whose fields are loaded from an operation.
 * @param {Card} card
 * @param {string} key
 * @param {boolean} outputs
 * @returns {string}
 */
function fieldsText(card, key, outputs) {
  const loaded = state.fields.get(fieldsId(card, key, outputs));
  if (!canTry()) return "The designer loads the fields of this object.";
  if (loaded === undefined) return "Loading the fields from the sandbox …";
  if (loaded.missing.length > 0) return `Fill in ${loaded.missing.join(", ")} first: the fields depend on it.`;
  if (loaded.error) return `The designer loads the fields of this object. ${loaded.error}`;
  return loaded.rows.length > 0 ? "its fields are loaded from the sandbox" : "";
}
