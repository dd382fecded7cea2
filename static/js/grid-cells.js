// The cells of an entry grid: where they stand, what they hold, and how a value is put into one.

export const GRID = "[data-entry-grid]";
export const AMOUNT = "input.amount";
export const LABEL = "textarea.row-label";
const CONTROL = "input:not([type=hidden]):not([type=checkbox]), textarea, select";

export const rowsOf = (grid) => [...grid.querySelectorAll("tr[data-line]")];
export const amountsOf = (row) => [...row.querySelectorAll(AMOUNT)];
export const labelOf = (row) => row.querySelector(LABEL);
export const areaOf = (row) => row.querySelector("td:nth-child(2) > select");
// What arrows go between: the label, where it can be written, and the cells of the years.
export const columnsOf = (row) => [labelOf(row), ...amountsOf(row)].filter(Boolean);

export const gridOf = (node) => node?.closest?.(GRID);
export const isAmount = (node) => Boolean(node?.matches?.(`${GRID} ${AMOUNT}`));
export const isLabel = (node) => Boolean(node?.matches?.(`${GRID} ${LABEL}`));
export const isControl = (node) => Boolean(node?.matches?.(CONTROL) && gridOf(node) && node.closest("tr[data-line]"));

// A control by its row and field: rows keep their id when they are moved, while names are counted anew.
export const fieldOf = (control) => control.name.replace(/^[^-]+-\d+-/, "");
export const addressOf = (control) => ({ row: control.closest("tr").id, field: fieldOf(control) });
export function controlAt({ row, field }) {
  const found = document.getElementById(row);
  return found && [...found.querySelectorAll(CONTROL)].find((control) => fieldOf(control) === field);
}

// As it is shown: the words of a choice, not its code.
export const shown = (control) =>
  control?.tagName === "SELECT" ? (control.value ? control.selectedOptions[0].text.trim() : "") : (control?.value ?? "");

export const optionOf = (select, words) =>
  [...select.options].find((option) => option.value && option.text.trim().toLowerCase() === words.trim().toLowerCase());

export function focusOn(control) {
  if (!control) return;
  control.focus();
  control.select?.();
}

let own = false;
// Whether the event being told of was made here.
export const isOwn = () => own;

// Puts a value into a control and tells of it as if it had been typed.
export function put(control, value) {
  if (control.value === value) return;
  control.value = value;
  own = true;
  control.dispatchEvent(new Event("input", { bubbles: true }));
  if (control.tagName === "SELECT") control.dispatchEvent(new Event("change", { bubbles: true }));
  own = false;
}

export function say(text, seen = false) {
  const status = document.querySelector("[data-grid-status]");
  if (!status) return;
  status.textContent = text;
  status.classList.toggle("sr-only", !seen);
}

export const words = (name) => document.querySelector("[data-grid-status]")?.dataset[name] ?? "";
