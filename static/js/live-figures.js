// Live figures in the editor: names in braces that stand for a figure of the tables. A box to choose one from, and
// the figure as it is now shown beside each name. What is stored is the name alone (see proposals/live.py).

import { Extension, Plugin, pm } from "../django_prose_editor/editor.js";

const { Decoration, DecorationSet } = pm.view;
const stored = document.getElementById("live-figures");
export const FIGURES = stored ? JSON.parse(stored.textContent) : [];
const VALUES = new Map(FIGURES.map(({ token, value }) => [token.toLowerCase(), value]));

function shown(value) {
  const made = document.createElement("span");
  made.className = "live-figure-value";
  made.textContent = ` = ${value}`;
  return made;
}

function decorations(doc) {
  const found = [];
  doc.descendants((node, place) => {
    if (!node.isText) return;
    for (const match of node.text.matchAll(/\{[^{}<>\n]{1,60}\}/g)) {
      const value = VALUES.get(match[0].toLowerCase());
      if (value === undefined) continue;
      const start = place + match.index, end = start + match[0].length;
      found.push(Decoration.inline(start, end, { class: "live-figure" }));
      found.push(Decoration.widget(end, () => shown(value), { side: -1, key: `${match[0]}${value}` }));
    }
  });
  return DecorationSet.create(doc, found);
}

export const LiveFigures = Extension.create({
  name: "liveFigures",
  addProseMirrorPlugins: () => [new Plugin({ props: { decorations: (state) => decorations(state.doc) } })],
});

// The box under the toolbar; `opener` is the button that shows it.
export function figureBox(editor, words, opener) {
  const id = `${editor.view.dom.id}-figure`;
  const box = document.createElement("div");
  box.className = "rich-text-link-box";
  box.hidden = true;
  const label = document.createElement("label");
  label.htmlFor = id;
  label.textContent = words.figureName;
  const select = document.createElement("select");
  select.id = id;
  select.className = "form-select";
  for (const { token, value } of FIGURES) select.add(new Option(`${token.slice(1, -1)}: ${value}`, token));
  const buttons = [words.insertFigure, words.cancel].map((text) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button button-secondary";
    made.textContent = text;
    return made;
  });
  const close = () => { box.hidden = true; editor.commands.focus(); };
  const insert = () => { editor.chain().focus().insertContent({ type: "text", text: select.value }).run(); close(); };
  opener.addEventListener("click", () => { box.hidden = false; select.focus(); });
  buttons[0].addEventListener("click", insert);
  buttons[1].addEventListener("click", close);
  // What is chosen here belongs to the text, not to the form.
  for (const kind of ["input", "change"]) box.addEventListener(kind, (event) => event.stopPropagation());
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    if (event.key === "Enter" && event.target === select) { event.preventDefault(); insert(); }
  });
  box.append(label, select, ...buttons);
  return box;
}
