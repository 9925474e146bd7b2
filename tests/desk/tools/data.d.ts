/** The documents of a preview that is a folder; `preview-data.js` beside the page makes it. */
declare const PREVIEW_DATA: Map<string, string>;
