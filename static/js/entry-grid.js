// Makes an entry grid as quick as a spreadsheet: arrows and Enter move between cells, a block from Excel lands in them,
// names follow the labels. The figures themselves are computed by the server (htmx).

const GRID = "[data-entry-grid]";
const CELL = "input.amount";
const LABEL = "textarea.row-label";

const rowsOf = (grid) => [...grid.querySelectorAll("tr[data-line]")];
const cellsOf = (row) => [...row.querySelectorAll(CELL)];
const labelOf = (row) => row.querySelector(LABEL);

function move(cell, step) {
  const row = cell.closest("tr");
  const column = cellsOf(row).indexOf(cell);
  const rows = rowsOf(cell.closest(GRID));
  const next = rows[rows.indexOf(row) + step];
  const target = next && cellsOf(next)[column];
  if (!target) return;
  target.focus();
  target.select();
}

// Typed through the browser's own editing, so that Ctrl+Z takes it back cell by cell.
// A cell that takes its amount from a calculation is read only.
function type(cell, text) {
  if (cell.readOnly) return;
  cell.focus();
  cell.select();
  if (!document.execCommand("insertText", false, text)) {
    cell.value = text;
    cell.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function paste(event) {
  const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "");
  if (!/[\t\n]/.test(text)) return;
  event.preventDefault();
  const start = event.target;
  const grid = start.closest(GRID);
  const rows = rowsOf(grid);
  const first = rows.indexOf(start.closest("tr"));
  const columns = (row) => [labelOf(row), ...cellsOf(row)];
  const column = columns(rows[first]).indexOf(start);
  const lines = text.split("\n");
  lines.forEach((line, number) => {
    const row = rows[first + number];
    if (!row) return;
    const targets = columns(row).slice(column);
    line.split("\t").slice(0, targets.length).forEach((value, place) => {
      if (value.trim() || targets[place].value) type(targets[place], value.trim());
    });
  });
  start.focus();
  const tooWide = Math.max(...lines.map((line) => line.split("\t").length)) > columns(rows[first]).length - column;
  const status = document.querySelector("[data-grid-status]");
  status.textContent = tooWide || first + lines.length > rows.length ? status.dataset.tooMany : "";
  status.classList.toggle("sr-only", !status.textContent);
}

function rename(row) {
  const label = labelOf(row);
  if (!label.value.trim()) return;
  for (const cell of cellsOf(row)) {
    cell.setAttribute("aria-label", `${label.value.trim()}, ${cell.dataset.year}, ${cell.dataset.unit}`);
  }
}

document.addEventListener("keydown", (event) => {
  // A label is one line, though its box may grow.
  if (event.key === "Enter" && event.target.matches?.(`${GRID} ${LABEL}`)) event.preventDefault();
  const cell = event.target.closest?.(`${GRID} ${CELL}`);
  if (!cell || event.ctrlKey || event.altKey || event.metaKey) return;
  const step = { ArrowDown: 1, ArrowUp: -1, Enter: event.shiftKey ? -1 : 1 }[event.key];
  if (!step) return;
  event.preventDefault();
  move(cell, step);
});

document.addEventListener("paste", (event) => {
  if (event.target.closest?.(`${GRID} :is(${CELL}, ${LABEL})`)) paste(event);
});

document.addEventListener("input", (event) => {
  if (event.target.matches?.(`${GRID} ${LABEL}`)) rename(event.target.closest("tr"));
});

// What is folded out stays so when lines and figures arrive anew.
let open = [];
document.addEventListener("htmx:beforeSwap", () => {
  open = [...document.querySelectorAll("details[open][id]")].map((each) => each.id);
});
document.addEventListener("htmx:afterSettle", () => {
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
});
