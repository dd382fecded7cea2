// Makes an entry grid as quick as a spreadsheet: keys move between cells, blocks go in and out by the clipboard, a row
// is filled to the right, every step can be undone. The figures themselves are computed by the server (htmx).

import {
  addressOf, amountsOf, areaOf, columnsOf, controlAt, focusOn, gridOf, isAmount, isControl, isLabel, isOwn, labelOf, optionOf,
  rowsOf, say, shown, words,
} from "./grid-cells.js";
import { blockOf, putBlock } from "./grid-clipboard.js";
import { redo, typedFrom, undo, write } from "./grid-history.js";

// The block of cells marked: from where it was begun to where it has come.
let marked = null;
// Where a run of Tab began: Enter goes to the next row there, as in a spreadsheet.
let tabColumn = null;
// What to do when the rows have come anew from the server.
let pending = null;

const placeOf = (cell) => {
  const row = cell.closest("tr");
  return { row: rowsOf(gridOf(cell)).indexOf(row), column: columnsOf(row).indexOf(cell) };
};
const cellAt = (grid, { row, column }) => {
  const found = rowsOf(grid)[row];
  return found ? columnsOf(found)[column] : undefined;
};

const whole = (cell) => cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
const atStart = (cell) => whole(cell) || (cell.selectionStart === 0 && cell.selectionEnd === 0);
const atEnd = (cell) => whole(cell) || (cell.selectionStart === cell.value.length);

// Marking a block

// The marked cells, row by row.
function markedCells() {
  const from = placeOf(marked.anchor), to = placeOf(marked.head);
  const [left, right] = [from.column, to.column].sort((a, b) => a - b);
  const [top, bottom] = [from.row, to.row].sort((a, b) => a - b);
  return rowsOf(gridOf(marked.anchor)).slice(top, bottom + 1).map((row) => columnsOf(row).slice(left, right + 1));
}

function unmark() {
  marked = null;
  for (const cell of document.querySelectorAll(".cell-marked")) cell.classList.remove("cell-marked");
}

function mark(anchor, head) {
  unmark();
  marked = { anchor, head };
  const cells = markedCells();
  for (const cell of cells.flat()) cell.closest("td").classList.add("cell-marked");
  focusOn(head);
  say(words("marked").replace("{n}", cells.flat().length));
}

// A marked block as texts; between label and amounts stands the area, where a grid has one.
function texts(cells) {
  return cells.map((row) => row.flatMap((cell) => {
    const area = isLabel(cell) && row.length > 1 && areaOf(cell.closest("tr"));
    // Excel takes no typographic minus for a sign.
    return [shown(cell).replace(/^\s*[−–]\s*(?=\d)/, "-"), ...(area ? [shown(area)] : [])];
  }));
}

// Moving

function move(cell, rows, columns, extend) {
  const { row, column } = placeOf(extend && marked ? marked.head : cell);
  const target = cellAt(gridOf(cell), { row: row + rows, column: column + columns });
  if (!target) return;
  if (extend) mark(marked?.anchor ?? cell, target);
  else focusOn(target);
}

// Enter: down, or up with Shift; after a run of Tab to where it began.
function enter(cell, up) {
  const { row, column } = placeOf(cell);
  const start = tabColumn ?? column;
  tabColumn = null;
  focusOn(cellAt(gridOf(cell), { row: row + (up ? -1 : 1), column: start }));
}

const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

// Within a text being written the arrows go from letter to letter, and past its ends from cell to cell.
function leaves(cell, key) {
  if (marked) return true;
  if (key === "ArrowLeft") return atStart(cell);
  if (key === "ArrowRight") return atEnd(cell);
  if (isAmount(cell)) return true;
  return key === "ArrowUp" ? atStart(cell) : atEnd(cell);
}

// Moves the line among those of its group; the server does it, and the cell keeps the focus.
function moveLine(cell, verb) {
  const button = cell.closest("tr").querySelector(`button[name=row_action][value*=":${verb}:"]`);
  if (!button) return;
  const address = addressOf(cell);
  pending = () => focusOn(controlAt(address));
  button.click();
}

// Filling

function fillRight(cells) {
  const changes = cells.flatMap((row) => {
    const [first, ...rest] = row.filter(isAmount);
    return rest.map((cell) => [cell, first.value]);
  });
  say(write(changes) ? words("filled") : "");
}

const fromHere = (cell) => columnsOf(cell.closest("tr")).slice(placeOf(cell).column);

function clear(cells) {
  write(cells.flat().map((cell) => [cell, ""]));
}

// The clipboard

// The controls a block's columns go to. A second column of areas goes to the line's area.
function targetsOf(row, start, block) {
  const columns = columnsOf(row).slice(start);
  const area = start === 0 && areaOf(row);
  const named = block.map((line) => line[1]).filter(Boolean);
  if (area && named.length && named.every((text) => optionOf(area, text))) columns.splice(1, 0, area);
  return columns;
}

function pasteBlock(cell, block, added) {
  const row = cell.closest("tr");
  const rows = [...row.parentElement.querySelectorAll(":scope > tr[data-line]")];
  const room = rows.slice(rows.indexOf(row));
  const add = row.parentElement.querySelector("tr.entry-add button[name=row_action]");
  if (block.length > room.length && add && !added) {
    const address = addressOf(cell), value = add.value, missing = block.length - room.length;
    pending = () => pasteBlock(controlAt(address), block, missing);
    add.value = `${value}:${missing}`;
    add.click();
    add.value = value;
    return;
  }
  const start = columnsOf(row).indexOf(cell);
  const targets = room.slice(0, block.length).map((one) => targetsOf(one, start, block));
  write(block.slice(0, room.length).flatMap((line, place) =>
    line.slice(0, targets[place].length).map((text, column) => {
      const control = targets[place][column];
      return [control, control.tagName === "SELECT" ? (optionOf(control, text)?.value ?? "") : text];
    }),
  ));
  focusOn(cell);
  const tooWide = Math.max(...block.map((line) => line.length)) > targets[0].length;
  if (tooWide || block.length > room.length) say(words("tooMany"), true);
  else say(words("pasted").replace("{rows}", block.length).replace("{added}", added || 0));
}

function paste(event) {
  const cell = event.target.closest?.("input, textarea");
  if (!isAmount(cell) && !isLabel(cell)) return;
  const block = blockOf(event.clipboardData);
  if (!block) return;
  event.preventDefault();
  const corner = marked ? markedCells()[0][0] : cell;
  unmark();
  if (block.length === 1 && block[0].length === 1) {
    write([[corner, block[0][0]]]);
    focusOn(corner);
  } else pasteBlock(corner, block, 0);
}

function copy(event) {
  if (!marked || !isControl(event.target)) return;
  event.preventDefault();
  const cells = markedCells();
  putBlock(event.clipboardData, texts(cells));
  if (event.type === "cut") clear(cells);
  say(words("copied").replace("{n}", cells.flat().length));
}

// Keys

const withControl = {
  z: (_cell, event) => (event.shiftKey ? redo() : undo()),
  y: () => redo(),
  r: (cell) => isAmount(cell) && fillRight(marked ? markedCells() : [fromHere(cell)]),
  home: (cell) => focusOn(amountsOf(rowsOf(gridOf(cell))[0])[0]),
  end: (cell) => focusOn(amountsOf(rowsOf(gridOf(cell)).at(-1)).at(-1)),
};

// Whether the key was one of the grid's.
function pressed(cell, event) {
  const { key, shiftKey } = event;
  if (event.ctrlKey || event.metaKey) {
    const act = !event.altKey && withControl[key.toLowerCase()];
    if (!act || (isLabel(cell) && key.length > 1)) return false;
    act(cell, event);
    return true;
  }
  if (cell.tagName === "SELECT") return false;
  if (event.altKey) {
    if (key !== "ArrowUp" && key !== "ArrowDown") return false;
    moveLine(cell, key === "ArrowUp" ? "up" : "down");
    return true;
  }
  if (key === "Tab") {
    tabColumn = shiftKey || !isAmount(cell) ? null : (tabColumn ?? placeOf(cell).column);
    return false;
  }
  if (key === "Enter") {
    enter(cell, shiftKey);
    return true;
  }
  tabColumn = null;
  if (key in ARROWS) {
    if (!leaves(cell, key) || (shiftKey && isLabel(cell) && !marked)) return false;
    move(cell, ...ARROWS[key], shiftKey);
    return true;
  }
  if ((key === "Delete" || key === "Backspace") && marked) {
    clear(markedCells());
    return true;
  }
  if (key === "Escape") {
    if (typedFrom(cell) !== cell.value) undo();
    unmark();
    return true;
  }
  if (!isAmount(cell)) return false;
  const amounts = amountsOf(cell.closest("tr"));
  if (key === "Home" && !shiftKey && atStart(cell)) focusOn(amounts[0]);
  else if (key === "End" && !shiftKey && atEnd(cell)) focusOn(amounts.at(-1));
  else if (key === "F2") cell.setSelectionRange(cell.value.length, cell.value.length);
  else if (key === " " && shiftKey) mark(columnsOf(cell.closest("tr"))[0], amounts.at(-1));
  else return false;
  return true;
}

document.addEventListener("keydown", (event) => {
  const cell = event.target;
  if (!isAmount(cell) && !isLabel(cell) && !(isControl(cell) && cell.tagName === "SELECT")) return;
  if (pressed(cell, event)) event.preventDefault();
});

document.addEventListener("focusin", ({ target }) => {
  if (!isAmount(target)) tabColumn = null;
  if (marked && target !== marked.head) unmark();
  if (isAmount(target)) target.closest("tr").dataset.last = addressOf(target).field;
});

document.addEventListener("mousedown", (event) => {
  const from = document.activeElement;
  if (event.shiftKey && isAmount(event.target) && gridOf(from) === gridOf(event.target) && (isAmount(from) || isLabel(from))) {
    event.preventDefault();
    mark(marked?.anchor ?? from, event.target);
  } else if (marked) unmark();
});

document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("[data-fill-right]");
  const row = button?.closest("tr");
  if (!row) return;
  const from = controlAt({ row: row.id, field: row.dataset.last }) ?? amountsOf(row).find((cell) => cell.value);
  if (from) fillRight([fromHere(from)]);
});

document.addEventListener("paste", paste);
document.addEventListener("copy", copy);
document.addEventListener("cut", copy);

// Names follow the labels.
function rename(row) {
  const label = labelOf(row).value.trim();
  if (!label) return;
  for (const cell of amountsOf(row)) cell.setAttribute("aria-label", `${label}, ${cell.dataset.year}, ${cell.dataset.unit}`);
}

document.addEventListener("input", ({ target }) => {
  if (marked && !isOwn()) unmark();
  if (isLabel(target)) rename(target.closest("tr"));
});

// What is folded out stays so when lines and figures arrive anew.
let open = [];
document.addEventListener("htmx:beforeSwap", () => {
  open = [...document.querySelectorAll("details[open][id]")].map((each) => each.id);
});
document.addEventListener("htmx:afterSettle", (event) => {
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  if (event.detail.target?.id !== "section-rows" && event.target.id !== "section-rows") return;
  marked = null;
  const next = pending;
  pending = null;
  next?.();
});

// The figures follow every key; they are read aloud when the person pauses.
let pause;
document.addEventListener("htmx:afterSwap", () => {
  clearTimeout(pause);
  pause = setTimeout(() => {
    const status = document.querySelector("[data-figures-status]"), said = document.querySelector("[data-figures]");
    if (status && said && status.textContent !== said.dataset.figures) status.textContent = said.dataset.figures;
  }, 1000);
});
