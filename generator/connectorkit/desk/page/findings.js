"use strict";

/**
 * All findings.
 * @returns {HTMLElement}
 */
function findingsView() {
  const { count, shown } = state.findings;
  const title = count === 0 ? "Findings" : `${count} ${count === 1 ? "finding" : "findings"}`;
  const rest = count > shown.length ? `The first ${shown.length} are shown; connectorkit check lists all of them.` : "";
  return make(
    "div",
    { class: "wide" },
    make("div", { class: "row apart" }, make("h2", { text: title }), state.session.live ? editorChoice() : null),
    rest ? make("p", { class: "quiet", text: rest }) : null,
    ...findingsOf(shown, "all"),
  );
}

/**
 * The choice of the editor that opens locations; stored in the browser.
 * @returns {HTMLElement}
 */
function editorChoice() {
  const select = make("select", { id: "editor" }, make("option", { text: "No editor", attributes: { value: "" } }));
  for (const [value, text] of EDITORS) select.append(make("option", { text, attributes: { value } }));
  select.value = state.editor;
  select.addEventListener("change", () => {
    state.editor = select.value;
    localStorage.setItem("editor", select.value);
    draw();
  });
  return make("div", { class: "row" }, make("label", { text: "Open locations in", attributes: { for: "editor" } }), select);
}

/**
 * @param {Finding[]} findings
 * @param {string} id
 * @returns {HTMLElement[]}
 */
function findingsOf(findings, id) {
  if (findings.length === 0) return [make("p", { class: "box empty", text: "connectorkit check reports nothing here." })];
  const list = make("ul", { class: "findings" });
  findings.forEach((one, number) => list.append(make("li", {}, ...findingOf(one, `${id}-${number}`))));
  return [list];
}

/**
 * @param {Finding} one
 * @param {string} id
 * @returns {HTMLElement[]}
 */
function findingOf(one, id) {
  const place = placeOf(one.place, `finding-${id}`);
  return [
    make("p", {}, make("span", { class: `pill severity-${one.severity}`, text: one.severity }), ` ${one.id}: ${one.message}`),
    make("p", { class: "quiet", text: one.help }),
    ...(place ? [make("p", {}, place)] : []),
  ];
}

/**
 * The banner while the current source cannot be shown.
 * @returns {HTMLElement[]}
 */
function bannerOf() {
  const { broken, unusable, problems } = state.findings;
  if (!broken) return [];
  const kept = state.connector ? "The source has errors. The cards show the last state without errors." : "The source has errors.";
  const list = make("ul", {});
  problems.slice(0, 5).forEach((one, number) => list.append(make("li", {}, ...findingOf(one, `banner-${number}`))));
  return [
    make("p", { text: kept }),
    ...(unusable ? [make("p", { text: unusable })] : []),
    ...(problems.length > 0 ? [list] : []),
    ...(problems.length > 5 ? [make("p", { text: `See Findings for ${problems.length - 5} more.` })] : []),
  ];
}
