// What is pasted is cleaned by the server, by the rules of what is saved (proposals/richtext.py), and then put where it
// was pasted; what is typed meanwhile stays behind it. Without an answer it is put in as the browser reads it, and
// cleaned when it is saved.

const WAIT_MS = 5000;

// Styles of Word and web pages are never kept, and reading them would break the content security policy.
export function withoutStyles(html) {
  const attribute = /\sstyle\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi;
  return html.replace(/<style[\s>][\s\S]*?<\/style>/gi, "").replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(attribute, ""));
}

async function cleaned(html, textarea) {
  const body = new FormData();
  // Pictures are never kept, and one that is written out may be larger than all the words.
  body.append("html", html.replace(/<img\b[^>]*>/gi, ""));
  body.append("csrfmiddlewaretoken", textarea.form.elements.csrfmiddlewaretoken.value);
  const options = { method: "POST", body, redirect: "error", signal: AbortSignal.timeout(WAIT_MS) };
  const answer = await fetch(textarea.dataset.clean, options);
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.text();
}

// Puts the words in at the place; where something was typed meanwhile, the cursor stays with that.
function putIn(editor, html, place) {
  const { from, to } = editor.state.selection;
  let cursor = { from, to };
  const follow = ({ transaction: { mapping } }) => {
    cursor = { from: mapping.map(cursor.from), to: mapping.map(cursor.to) };
  };
  editor.on("transaction", follow);
  editor.commands.setTextSelection(place);
  editor.view.pasteHTML(html);
  editor.off("transaction", follow);
  if (from !== place.from || to !== place.to) editor.commands.setTextSelection(cursor);
}

// The editor's handler of a paste event; `textarea` knows the form and the address that cleans.
export function pasteHandler(textarea, editorOf) {
  let waiting = 0;
  let held = null;
  textarea.form?.addEventListener("submit", (event) => {
    if (!waiting) return;
    // Saved when the words are there.
    event.preventDefault();
    event.stopImmediatePropagation();
    held = event.submitter;
  }, { capture: true });

  return (view, event) => {
    const html = event.clipboardData?.getData("text/html");
    // Words from an editor of ours are clean already.
    if (!html || !textarea.form || html.includes("data-pm-slice")) return false;
    event.preventDefault();
    const editor = editorOf();
    const { from, to } = view.state.selection;
    let place = { from, to };
    const follow = ({ transaction: { mapping } }) => {
      place = { from: mapping.map(place.from, -1), to: mapping.map(place.to, -1) };
    };
    waiting += 1;
    editor.on("transaction", follow);
    cleaned(html, textarea).catch(() => withoutStyles(html)).then((answer) => {
      editor.off("transaction", follow);
      putIn(editor, answer, place);
      waiting -= 1;
      if (waiting || !held) return;
      const button = held;
      held = null;
      button.form.requestSubmit(button);
    });
    return true;
  };
}
