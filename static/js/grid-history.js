// Undo and redo over all cells of a grid: what is typed in a cell, a block pasted, a row filled are one step each.

import { addressOf, controlAt, focusOn, isControl, isOwn, put, say, words } from "./grid-cells.js";

const MOST_STEPS = 500;
const done = [];
const undone = [];
const known = new WeakMap();
// The control whose typing goes on in the last step; another one begins a step of its own.
let typing = null;

const original = (control) =>
  control.tagName === "SELECT" ? ([...control.options].find((one) => one.defaultSelected)?.value ?? "") : control.defaultValue;
const before = (control) => known.get(control) ?? original(control);

function remember(step) {
  done.push(step);
  if (done.length > MOST_STEPS) done.shift();
  undone.length = 0;
}

// Writes values into cells as one step: [[control, value], …]. Cells that follow a calculation are left as they are.
export function write(changes) {
  const step = [];
  for (const [control, value] of changes) {
    if (control.readOnly || control.value === value) continue;
    step.push({ ...addressOf(control), before: control.value, after: value });
    put(control, value);
    known.set(control, value);
  }
  typing = null;
  if (step.length) remember(step);
  return step.length;
}

function go(from, to, side, told) {
  const step = from.pop();
  typing = null;
  if (!step) return;
  to.push(step);
  let first = null;
  for (const change of step) {
    const control = controlAt(change);
    if (!control || control.readOnly) continue;
    put(control, change[side]);
    known.set(control, change[side]);
    first ??= control;
  }
  focusOn(first);
  say(first ? words(told) : "");
}

export const undo = () => go(done, undone, "before", "undone");
export const redo = () => go(undone, done, "after", "redone");

// What the cell held when the person came to it.
export const typedFrom = (control) => (typing === control ? done.at(-1)[0].before : control.value);

document.addEventListener("focusin", ({ target }) => {
  if (!isControl(target)) return;
  known.set(target, target.value);
  if (typing !== target) typing = null;
});

document.addEventListener("input", ({ target }) => {
  if (isOwn() || !isControl(target)) return;
  if (typing === target) {
    done.at(-1)[0].after = target.value;
    undone.length = 0;
  } else {
    remember([{ ...addressOf(target), before: before(target), after: target.value }]);
    typing = target;
  }
  known.set(target, target.value);
});
