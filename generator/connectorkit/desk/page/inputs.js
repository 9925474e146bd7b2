"use strict";

/**
 * Where inputs read and store their values; `path` distinguishes inputs with the same key in different list items.
 * @typedef {{values: Values, path: string[], card: Card, changed: () => void}} Scope
 */

/**
 * An input of a card with its label, editor and error.
 * @param {Input} input
 * @param {Scope} scope
 * @returns {HTMLElement}
 */
function inputOf(input, scope) {
  const id = idOf("in", ...scope.path, input.key);
  if (input.editor === "list" && input.items && input.items.length > 0) return listOf(input, scope, id);
  const notes = notesOf(input, scope);
  const wrong = state.invalid.has(id) ? `'${input.label}' is required.` : "";
  const described = [...(notes ? [`${id}--note`] : []), ...(wrong ? [`${id}--error`] : [])].join(" ");
  const attributes = {
    "aria-required": input.required ? "true" : undefined,
    "aria-invalid": wrong ? "true" : undefined,
    "aria-describedby": described || undefined,
  };
  const field = make("div", { class: "field" }, labelOf(input, id), editorOf(input, scope, id, attributes));
  if (notes) field.append(make("span", { class: "quiet", id: `${id}--note`, text: notes }));
  if (wrong) field.append(make("span", { class: "error", id: `${id}--error`, text: wrong }));
  return field;
}

/**
 * @param {Input} input
 * @param {string} id
 * @returns {HTMLElement}
 */
function labelOf(input, id) {
  const label = make("label", { text: input.label, attributes: { for: id } });
  if (input.required) label.append(make("span", { class: "must", text: " *", attributes: { "aria-hidden": "true" } }));
  return make("div", { class: "row" }, label, detailsOf(input, id));
}

/**
 * A button that shows the swagger of an input, and its location in the files.
 * @param {Input} input
 * @param {string} id
 * @returns {HTMLElement | null}
 */
function detailsOf(input, id) {
  if (!input.pointer) return null;
  const show = () => {
    state.part = input.pointer;
    state.panel = "swagger";
    draw();
  };
  const label = `Swagger of ${input.label}`;
  return button("{ }", show, { class: "plain", id: `${id}--swagger`, attributes: { "aria-label": label, title: label } });
}

/**
 * The hints for an input.
 * @param {Input} input
 * @param {Scope} scope
 * @returns {string}
 */
function notesOf(input, scope) {
  const notes = [];
  if (input.own_editor === "filepicker") notes.push("The designer opens a file picker. Enter the value here.");
  else if (input.own_editor) notes.push(`The designer uses its editor '${input.own_editor}'.`);
  if (input.dynamic) notes.push(`${fieldsText(scope.card, input.key, false)} Enter it as JSON here.`);
  return notes.join(" ");
}

/**
 * @param {Input} input
 * @param {Scope} scope
 * @param {string} id
 * @param {{[name: string]: string | undefined}} attributes
 * @returns {HTMLElement}
 */
function editorOf(input, scope, id, attributes) {
  const loads = input.loads !== "" && input.editor === "choice";
  if (input.editor === "choice" && !state.custom.has(id)) return dropDownOf(input, scope, id, attributes, loads);
  const tag = input.editor === "json" || input.editor === "list" ? "textarea" : "input";
  const kind = tag === "input" ? { type: "text" } : {};
  const editor = make(tag, { id, attributes: { ...kind, autocomplete: "off", spellcheck: "false", ...attributes } });
  if (input.description.length > 40) editor.title = input.description;
  editor.placeholder = input.description || (tag === "textarea" ? "JSON" : "");
  const value = scope.values.get(input.key);
  editor.value = value === undefined ? "" : shownJson(/** @type {Json} */ (value));
  editor.addEventListener("input", () => {
    scope.values.set(input.key, editor.value);
    settle(id, editor);
  });
  editor.addEventListener("change", () => scope.changed());
  if (input.editor !== "choice") return editor;
  const back = () => {
    state.custom.delete(id);
    draw();
  };
  return make("div", { class: "field" }, editor, button("Choose from the list", back, { class: "plain", id: `${id}--list` }));
}

/**
 * Remove the mark of a missing input when it is filled in.
 * @param {string} id
 * @param {HTMLElement} editor
 */
function settle(id, editor) {
  if (!state.invalid.delete(id)) return;
  editor.removeAttribute("aria-invalid");
  document.getElementById(`${id}--error`)?.remove();
}

/**
 * @param {Input} input
 * @param {Scope} scope
 * @param {string} id
 * @param {{[name: string]: string | undefined}} attributes
 * @param {boolean} loads
 * @returns {HTMLElement}
 */
function dropDownOf(input, scope, id, attributes, loads) {
  const loaded = loads ? state.loaded.get(id) : undefined;
  const choices = (loads ? loaded?.choices : input.choices) ?? [];
  const value = /** @type {Json | undefined} */ (scope.values.get(input.key));
  const select = make("select", { id, attributes });
  select.append(make("option", { text: input.description || "Choose a value", attributes: { value: "" } }));
  choices.forEach((choice, number) => {
    const option = make("option", { text: choice.title || "(empty)", attributes: { value: String(number) } });
    option.selected = value !== undefined && JSON.stringify(choice.value) === JSON.stringify(value);
    select.append(option);
  });
  const known = choices.some((choice) => JSON.stringify(choice.value) === JSON.stringify(value));
  if (!known && value !== undefined && value !== null && value !== "") {
    // Keep the value, even if the list no longer contains it.
    const kept = make("option", { text: shownJson(value), attributes: { value: "kept" } });
    kept.selected = true;
    select.append(kept);
  }
  select.append(make("option", { text: "Enter a custom value", attributes: { value: "custom" } }));
  select.addEventListener("change", () => {
    if (select.value === "custom") {
      state.custom.add(id);
      scope.values.delete(input.key);
      draw();
      document.getElementById(id)?.focus();
      return;
    }
    if (select.value === "kept") return;
    if (select.value === "") scope.values.delete(input.key);
    else scope.values.set(input.key, choices[Number(select.value)]?.value ?? null);
    settle(id, select);
    scope.changed();
  });
  if (!loads) return select;
  return make("div", { class: "field" }, select, make("span", { class: "quiet", text: loadedText(loaded) }));
}

/**
 * @param {Loaded | undefined} loaded
 * @returns {string}
 */
function loadedText(loaded) {
  if (!state.session.live) return "The designer loads this list. It is not loaded in a static preview.";
  if (!canTry()) return "The designer loads this list.";
  if (loaded === undefined) return "Loading from the sandbox …";
  if (loaded.error) return loaded.error;
  if (loaded.missing.length > 0) return `Fill in ${loaded.missing.join(", ")} first.`;
  return `${loaded.choices.length} from the sandbox`;
}

/**
 * A list with a form for each of its items.
 * @param {Input} input
 * @param {Scope} scope
 * @param {string} id
 * @returns {HTMLElement}
 */
function listOf(input, scope, id) {
  const before = scope.values.get(input.key);
  const items = isItems(before) ? before : [{ values: new Map() }];
  scope.values.set(input.key, items);
  const parts = items.map((item, number) => {
    const inner = { ...scope, values: item.values, path: [...scope.path, input.key, String(number)] };
    const title = `${input.label} - ${number + 1}`;
    const remove = () => {
      items.splice(number, 1);
      draw();
      loadChoices();
      document.getElementById(`${id}--add`)?.focus();
    };
    const fields = (input.items ?? []).map((one) => inputOf(one.key === "$" ? { ...one, label: title } : one, inner));
    const end = items.length > 1 ? button("Remove", remove, { class: "plain", attributes: { "aria-label": `Remove ${title}` } }) : null;
    return make("fieldset", {}, make("legend", { text: title }), ...fields, end);
  });
  const add = () => {
    items.push({ values: new Map() });
    draw();
    loadChoices();
  };
  const star = input.required ? make("span", { class: "must", text: " *", attributes: { "aria-hidden": "true" } }) : null;
  const wrong = state.invalid.has(id) ? make("span", { class: "error", text: `'${input.label}' is required.` }) : null;
  return make(
    "div",
    { class: "field", attributes: { role: "group", "aria-labelledby": `${id}--label` } },
    make("div", { class: "row" }, make("span", { class: "label", id: `${id}--label`, text: input.label }, star), detailsOf(input, id)),
    input.description && input.description !== input.label ? make("span", { class: "quiet lines", text: input.description }) : null,
    ...parts,
    wrong,
    make("div", {}, button("Add new item", add, { id: `${id}--add`, attributes: { "aria-label": `Add new item to ${input.label}` } })),
  );
}

/**
 * Mark required inputs that are empty; returns the ids of their editors.
 * @param {Input[]} inputs
 * @param {Values} values
 * @param {string[]} path
 * @returns {string[]}
 */
function missing(inputs, values, path) {
  /** @type {string[]} */
  const found = [];
  for (const input of inputs) {
    const value = values.get(input.key);
    const id = idOf("in", ...path, input.key);
    if (isItems(value)) {
      const filled = value.filter((item) => plainItem(item) !== null);
      if (input.required && filled.length === 0) found.push(...firstOf(input, [...path, input.key, "0"], id));
      value.forEach((item, number) => {
        if (plainItem(item) !== null) found.push(...missing(input.items ?? [], item.values, [...path, input.key, String(number)]));
      });
    } else if (input.required && (value === undefined || value === null || value === "")) {
      found.push(id);
    }
  }
  return found;
}

/**
 * For an empty list: the required inputs of its first item, else the list itself.
 * @param {Input} input
 * @param {string[]} path
 * @param {string} id
 * @returns {string[]}
 */
function firstOf(input, path, id) {
  const inner = (input.items ?? []).filter((one) => one.required).map((one) => idOf("in", ...path, one.key));
  return inner.length > 0 ? inner : [id];
}
