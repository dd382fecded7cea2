// Puts the words that are marked in the text into the form of a new comment, with what stands before them.

const form = document.querySelector("[data-comment-form]");
const button = document.querySelector("[data-comment-quote]");
const CONTEXT = 120;
let marked = null;

// The part of the page that may be quoted, and whose section it is ("" where the page is about one section).
function quotable(node) {
  return (node instanceof Element ? node : node?.parentElement)?.closest("[data-quotable]");
}

function textBefore(part, range) {
  const before = document.createRange();
  before.setStart(part, 0);
  before.setEnd(range.startContainer, range.startOffset);
  return before.toString().slice(-CONTEXT);
}

function readMarked() {
  const selection = getSelection();
  const part = quotable(selection.anchorNode);
  const words = selection.toString().trim();
  if (!part || !words || part !== quotable(selection.focusNode)) return null;
  return { words, before: textBefore(part, selection.getRangeAt(0)), section: part.dataset.quotable };
}

function onSelection() {
  const found = readMarked();
  // To press the button may end the marking: what was marked is kept until something else is.
  if (!found && document.activeElement === button) return;
  marked = found;
  button.hidden = !marked;
}

function quote() {
  const fields = form.elements;
  fields.quote.value = marked.words;
  fields.quote_before.value = marked.before;
  if (marked.section) fields.section.value = marked.section;
  form.closest("details").open = true;
  button.hidden = true;
  fields.text.focus();
  form.scrollIntoView({ block: "nearest" });
}

if (form && document.querySelector("[data-quotable]")) {
  document.addEventListener("selectionchange", onSelection);
  button.addEventListener("click", quote);
  // Words written over by hand are looked for anywhere.
  form.elements.quote.addEventListener("input", () => { form.elements.quote_before.value = ""; });
}
