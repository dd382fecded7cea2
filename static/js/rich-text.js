// Turns every textarea with data-rich-text into an editor for the tags that may be stored, with a toolbar of buttons.
// The textarea stays the field that is sent. Tiptap comes from the package django-prose-editor; its own style element
// would break the content security policy, so what it needs stands in css/rich-text.css.

import {
  Bold, BulletList, Document, Editor, Gapcursor, HardBreak, Heading, History, Italic, Link, ListItem, OrderedList,
  Paragraph, Subscript, Superscript, Table, TableCell, TableHeader, TableRow, Text,
} from "../django_prose_editor/editor.js";
import { FIGURES, LiveFigures, figureBox } from "./live-figures.js";
import { pasteHandler, withoutStyles } from "./rich-text-paste.js";

const EXTENSIONS = [
  Document, Paragraph, Text, HardBreak, Gapcursor, History, Bold, Italic, Subscript, Superscript,
  Heading.configure({ levels: [3, 4] }), BulletList, OrderedList, ListItem,
  // Words that look like an address are no link until someone says so, and a pasted link keeps its address.
  Link.extend({ addPasteRules: () => [] }).configure({
    protocols: ["http", "https", "mailto"], enableTarget: false, shouldAutoLink: (address) => /^https?:/.test(address),
  }),
  Table.configure({ resizable: false }), TableRow, TableHeader, TableCell, LiveFigures,
];

// Name of the words on the button, command, whether it is on.
const COMMANDS = [
  ["bold", (chain) => chain.toggleBold(), (editor) => editor.isActive("bold")],
  ["italic", (chain) => chain.toggleItalic(), (editor) => editor.isActive("italic")],
  ["subscript", (chain) => chain.toggleSubscript(), (editor) => editor.isActive("subscript")],
  ["superscript", (chain) => chain.toggleSuperscript(), (editor) => editor.isActive("superscript")],
  ["heading", (chain) => chain.toggleHeading({ level: 3 }), (editor) => editor.isActive("heading", { level: 3 })],
  ["subheading", (chain) => chain.toggleHeading({ level: 4 }), (editor) => editor.isActive("heading", { level: 4 })],
  ["bulletList", (chain) => chain.toggleBulletList(), (editor) => editor.isActive("bulletList")],
  ["orderedList", (chain) => chain.toggleOrderedList(), (editor) => editor.isActive("orderedList")],
  ["link", null, (editor) => editor.isActive("link")],
  ...(FIGURES.length ? [["figure", null, null]] : []),
  ["table", (chain) => chain.insertTable({ rows: 3, cols: 3, withHeaderRow: true }), null],
  ["undo", (chain) => chain.undo(), null],
  ["redo", (chain) => chain.redo(), null],
];
const TABLE_COMMANDS = [
  ["addRow", (chain) => chain.addRowAfter(), null],
  ["deleteRow", (chain) => chain.deleteRow(), null],
  ["addColumn", (chain) => chain.addColumnAfter(), null],
  ["deleteColumn", (chain) => chain.deleteColumn(), null],
  ["deleteTable", (chain) => chain.deleteTable(), null],
];

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function button(words, name) {
  const made = element("button", { type: "button", class: `rich-text-button rich-text-${name}`, tabindex: "-1" }, words[name]);
  // A press with the mouse leaves the focus in the text.
  made.addEventListener("mousedown", (event) => event.preventDefault());
  return made;
}

// One stop for the tab key; arrows move between the buttons.
function rovingFocus(toolbar) {
  const shown = () => [...toolbar.querySelectorAll("button")].filter((each) => each.offsetParent);
  toolbar.querySelector("button").tabIndex = 0;
  toolbar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step || event.target.tagName !== "BUTTON") return;
    const buttons = shown();
    const next = buttons[(buttons.indexOf(event.target) + step + buttons.length) % buttons.length];
    for (const each of buttons) each.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
    event.preventDefault();
  });
}

function linkBox(editor, words, opener) {
  const id = `${editor.view.dom.id}-address`;
  const address = element("input", { type: "url", class: "form-input", id });
  const apply = element("button", { type: "button", class: "button button-secondary" }, words.apply);
  const remove = element("button", { type: "button", class: "button button-secondary" }, words.remove);
  const cancel = element("button", { type: "button", class: "button button-secondary" }, words.cancel);
  const box = element("div", { class: "rich-text-link-box" }, element("label", { for: id }, words.address), address, apply, remove, cancel);
  box.hidden = true;
  const close = () => { box.hidden = true; editor.commands.focus(); };
  const set = () => {
    const href = address.value.trim();
    const chain = editor.chain().focus().extendMarkRange("link");
    if (!href) chain.unsetLink().run();
    else if (editor.state.selection.empty && !editor.isActive("link")) {
      chain.insertContent({ type: "text", text: href, marks: [{ type: "link", attrs: { href } }] }).run();
    } else chain.setLink({ href }).run();
    close();
  };
  opener.addEventListener("click", () => {
    address.value = editor.getAttributes("link").href ?? "";
    box.hidden = false;
    address.focus();
  });
  apply.addEventListener("click", set);
  remove.addEventListener("click", () => { editor.chain().focus().extendMarkRange("link").unsetLink().run(); close(); });
  cancel.addEventListener("click", close);
  // What is typed here belongs to the link, not to the form.
  box.addEventListener("input", (event) => event.stopPropagation());
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    if (event.key === "Enter" && event.target === address) { event.preventDefault(); set(); }
  });
  return box;
}

function makeToolbar(editor, words) {
  const toolbar = element("div", { class: "rich-text-toolbar", role: "toolbar", "aria-label": words.toolbar });
  const tableTools = element("span", { class: "rich-text-table-tools" });
  const states = [];
  for (const [commands, place] of [[COMMANDS, toolbar], [TABLE_COMMANDS, tableTools]]) {
    for (const [name, command, active] of commands) {
      const made = button(words, name);
      if (command) made.addEventListener("click", () => command(editor.chain().focus()).run());
      if (active) states.push([made, active]);
      place.append(made);
    }
  }
  toolbar.append(tableTools);
  const update = () => {
    for (const [made, active] of states) made.setAttribute("aria-pressed", String(active(editor)));
    tableTools.hidden = !editor.isActive("table");
  };
  editor.on("transaction", update);
  update();
  rovingFocus(toolbar);
  return toolbar;
}

function enhance(textarea) {
  const words = JSON.parse(textarea.dataset.richText);
  const label = document.querySelector(`label[for="${CSS.escape(textarea.id)}"]`);
  const frame = element("div", { class: "rich-text-frame" });
  const place = element("div");
  const attributes = { id: `${textarea.id}-editor`, class: "rich-text", role: "textbox", "aria-multiline": "true" };
  if (label) {
    label.id ||= `${textarea.id}-label`;
    attributes["aria-labelledby"] = label.id;
  }
  const description = textarea.getAttribute("aria-describedby");
  if (description) attributes["aria-describedby"] = description;
  textarea.after(frame);
  frame.append(place);
  const editor = new Editor({
    element: place,
    extensions: EXTENSIONS,
    content: textarea.value,
    injectCSS: false,
    editorProps: {
      attributes,
      handleDOMEvents: { paste: pasteHandler(textarea, () => editor) },
      transformPastedHTML: withoutStyles,
    },
    onUpdate({ editor: changed }) {
      textarea.value = changed.isEmpty ? "" : changed.getHTML();
      textarea.dispatchEvent(new Event("input", { bubbles: true }));
    },
  });
  const toolbar = makeToolbar(editor, words);
  frame.prepend(toolbar, linkBox(editor, words, toolbar.querySelector(".rich-text-link")));
  const figure = toolbar.querySelector(".rich-text-figure");
  if (figure) toolbar.after(figureBox(editor, words, figure));
  textarea.hidden = true;
  label?.addEventListener("click", () => editor.commands.focus());
}

for (const textarea of document.querySelectorAll("textarea[data-rich-text]")) enhance(textarea);
