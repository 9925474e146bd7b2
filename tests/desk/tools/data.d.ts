/** The documents of a preview that is a folder; `data.js` beside the page makes it. */
declare const PREVIEW_DATA: Map<string, string>;
