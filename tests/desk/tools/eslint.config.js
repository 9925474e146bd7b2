// The scripts of the page share one scope: which names there are, and whether each is used, is checked by tsc.
const js = require("@eslint/js");

const MARKUP = "a text of a source is never read as markup or as code";

module.exports = [
  { ignores: ["eslint.config.js"] },
  js.configs.recommended,
  {
    languageOptions: { ecmaVersion: 2022, sourceType: "script" },
    rules: {
      "no-undef": "off",
      "no-unused-vars": "off",
      eqeqeq: "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-script-url": "error",
      "no-var": "error",
      "prefer-const": "error",
      "no-restricted-properties": [
        "error",
        ...["innerHTML", "outerHTML", "insertAdjacentHTML", "srcdoc", "setHTMLUnsafe", "onclick", "onerror"].map((property) => ({
          property,
          message: MARKUP,
        })),
        ...["write", "writeln", "execCommand"].map((property) => ({ object: "document", property, message: MARKUP })),
      ],
    },
  },
];
