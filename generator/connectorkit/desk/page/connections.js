"use strict";

/**
 * The connection dialogs: one for each way to connect.
 * @param {Connector} connector
 * @returns {HTMLElement}
 */
function connectionsView(connector) {
  const intro = state.session.live
    ? `Makers fill this in once. The sandbox accepts '${connector.credential}' for each credential, and Try it uses this value. Nothing that you type here is sent anywhere.`
    : "Makers fill this in once.";
  return make(
    "div",
    { class: "wide" },
    make("h2", { text: "Create a connection" }),
    make("p", { class: "quiet", text: intro }),
    ...connector.connections.map((dialog, number) => dialogOf(connector, dialog, number)),
  );
}

/**
 * @param {Connector} connector
 * @param {Dialog} dialog
 * @param {number} number
 * @returns {HTMLElement}
 */
function dialogOf(connector, dialog, number) {
  const id = `dialog-${number}`;
  const made = make("section", { class: "box dialog", attributes: { "aria-labelledby": id } });
  made.append(make("h3", { id, text: dialog.title || connector.title }));
  if (dialog.description) made.append(make("p", { class: "lines", text: dialog.description }));
  made.append(...dialog.fields.map((field) => fieldOf(field, idOf(id, field.name))));
  if (dialog.signs_in) {
    made.append(make("p", { class: "note", text: `Makers sign in to the provider '${dialog.sign_in || "oauth2"}' in a separate window.` }));
  }
  if (dialog.fields.length === 0 && !dialog.signs_in) made.append(make("p", { text: "The connector needs no input." }));
  const answer = dialog.signs_in ? "In the designer, this opens the window of the provider." : "In the designer, this creates the connection.";
  made.append(make("div", { class: "row" }, button(dialog.signs_in ? "Sign in" : "Create new", () => say(answer), { class: "main", id: `${id}--end` })));
  return made;
}

/**
 * @param {ConnectionField} field
 * @param {string} id
 * @returns {HTMLElement}
 */
function fieldOf(field, id) {
  const label = make("label", { text: field.label, attributes: { for: id } });
  if (field.required) label.append(make("span", { class: "must", text: " *", attributes: { "aria-hidden": "true" } }));
  const tooltip = field.tooltip === field.description ? "" : field.tooltip;
  const note = field.kind === "gateway" ? "Makers choose a data gateway." : tooltip;
  const attributes = {
    "aria-required": field.required ? "true" : undefined,
    "aria-describedby": note ? `${id}--note` : undefined,
  };
  return make(
    "div",
    { class: "field" },
    make("div", { class: "row" }, label, placeOf(field.place, id)),
    field.choices.length > 0 ? choiceOf(field, id, attributes) : typedOf(field, id, attributes),
    note ? make("span", { class: "quiet", id: `${id}--note`, text: note }) : null,
  );
}

/**
 * @param {ConnectionField} field
 * @param {string} id
 * @param {{[name: string]: string | undefined}} attributes
 * @returns {HTMLElement}
 */
function choiceOf(field, id, attributes) {
  const select = make("select", { id, attributes });
  for (const choice of field.choices) {
    const option = make("option", { text: choice.title });
    option.selected = JSON.stringify(choice.value) === JSON.stringify(field.default);
    select.append(option);
  }
  return select;
}

/**
 * @param {ConnectionField} field
 * @param {string} id
 * @param {{[name: string]: string | undefined}} attributes
 * @returns {HTMLElement}
 */
function typedOf(field, id, attributes) {
  const type = field.secret ? "password" : "text";
  const typed = make("input", { id, attributes: { type, autocomplete: field.secret ? "new-password" : "off", ...attributes } });
  typed.placeholder = field.description;
  if (typeof field.default === "string") typed.value = field.default;
  return typed;
}
