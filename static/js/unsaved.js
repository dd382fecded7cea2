// Warns before a page with unsaved changes is left. Saving, adding and moving rows are no leaving.

const form = document.querySelector("form[data-unsaved]");
let changed = Boolean(document.querySelector("[data-error-summary], form[data-pending]"));

form?.addEventListener("input", () => { changed = true; });
form?.addEventListener("htmx:beforeRequest", (event) => { if (event.target.name === "row_action") changed = true; });
// From autosave.js: nothing on the page is unsaved, or it is kept in the browser while the person signs in.
form?.addEventListener("section:safe", () => { changed = false; });
form?.addEventListener("submit", () => { changed = false; });
addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
