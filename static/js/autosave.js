// Saves the section while it is written: a moment after the last key, one request at a time, by the form's own handler.
// What is not saved yet is kept in the browser, so that neither a lost connection nor a lost session loses it.

import { Draft } from "./drafts.js";
import { showFaults } from "./faults.js";

const AFTER_TYPING = 1500;
const KEEP_AFTER = 250;
const PAUSES = [2, 4, 8, 16, 32, 60].map((seconds) => seconds * 1000);
const MOST_UNANSWERED = 3;
// Sent along, but no part of what was written.
const MACHINERY = ["csrfmiddlewaretoken", "version", "held", "done_was"];

const form = document.getElementById("section-form");
const box = document.querySelector("[data-autosave]");
const status = box.querySelector("[data-save-state]");
const offers = ["retry", "choose", "sign-in", "joined"].map((name) => [name, box.querySelector(`[data-save-${name}]`)]);
const field = (name) => form.elements.namedItem(name);
const draft = new Draft(form.dataset.user, form.getAttribute("action"));

// As last saved; null: a page drawn from what was sent, never saved as it stands.
const drawnFromSent = "pending" in form.dataset || document.querySelector("[data-error-summary]") !== null;
let saved = drawnFromSent ? null : written();
let unanswered = [];
let submitted = null; // What the button sent; it may have gone through when the page is read again.
let behind = field("held").value !== "";
let flight = null;
let typing, keeping, retrying;
let failures = 0;
let stopped = false; // A person must choose or sign in first.
let swapping = false; // Rows are being drawn anew: for a moment the form holds both the old and the new ones.

function written() {
  const data = new FormData(form);
  for (const name of MACHINERY) data.delete(name);
  return new URLSearchParams(data).toString();
}

const dirty = () => written() !== saved;

function say(words, state = "", offered = []) {
  if (status.textContent !== words) status.textContent = words;
  status.dataset.state = state;
  for (const [name, element] of offers) element.hidden = !offered.includes(name);
}

function keep() {
  clearTimeout(keeping);
  if (swapping || !dirty()) return true;
  const fields = written();
  return draft.keep({
    fields, version: field("version").value, held: field("held").value, unanswered, submitted: fields === submitted,
  });
}

function safe() {
  form.dispatchEvent(new Event("section:safe"));
}

function token() {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? field("csrfmiddlewaretoken").value;
}

function request() {
  const data = new FormData(form);
  // Signing in elsewhere changed the token.
  data.set("csrfmiddlewaretoken", token());
  for (const sent of unanswered) data.append("unanswered", sent);
  return new URLSearchParams(data);
}

async function send() {
  const sent = written();
  say(box.dataset.saving, "saving");
  let answer;
  try {
    const options = { method: "POST", body: request(), headers: { "X-Autosave": "1" }, redirect: "manual" };
    answer = await fetch(form.getAttribute("action"), options);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  if (!answer || answer.status >= 500) return failed(sent);
  failures = 0;
  if (answer.type === "opaqueredirect" || answer.status === 401) return stop(box.dataset.session, "sign-in", "retry");
  if (!answer.headers.get("Content-Type")?.includes("application/json")) return stop(box.dataset.refused, "retry");
  unanswered = [];
  await heed(await answer.json(), sent);
}

function failed(sent) {
  unanswered = [...new Set([...unanswered, sent])].slice(-MOST_UNANSWERED);
  keep();
  say(box.dataset.failed, "failed", ["retry"]);
  retrying = setTimeout(save, PAUSES[Math.min(failures, PAUSES.length - 1)]);
  failures += 1;
}

function stop(words, ...offered) {
  stopped = true;
  const kept = keep();
  say(kept ? words : box.dataset.failed, "failed", offered);
}

async function heed(answer, sent) {
  if (answer.state === "saved") return wasSaved(answer, sent);
  if (answer.state === "invalid") {
    const nowhere = showFaults(form, answer.faults);
    keep();
    return say([answer.words, ...nowhere].join(" "), "failed");
  }
  return stop(answer.words, answer.state === "clash" ? "choose" : "sign-in");
}

function wasSaved(answer, sent) {
  saved = sent;
  field("version").value = answer.version;
  // What others wrote is stored, but not on this page: it goes on from what it holds itself.
  behind ||= answer.behind;
  field("held").value = behind ? sent : "";
  const was = field("done_was");
  if (was) was.value = new URLSearchParams(sent).get("done");
  showFaults(form, []);
  document.querySelector(".section-saved").innerHTML = answer.line;
  say([answer.words, answer.joined].filter(Boolean).join(" "), "saved", behind ? ["joined"] : []);
  if (dirty()) return keep();
  draft.forget();
  safe();
}

// One request at a time; what was written meanwhile follows.
async function save() {
  clearTimeout(typing);
  clearTimeout(retrying);
  if (flight || stopped || swapping || !dirty()) return;
  flight = send();
  try {
    await flight;
  } finally {
    flight = null;
  }
  if (!stopped && !failures && status.dataset.state === "saved" && dirty()) touched();
}

function touched() {
  clearTimeout(typing);
  clearTimeout(keeping);
  keeping = setTimeout(keep, KEEP_AFTER);
  typing = setTimeout(save, AFTER_TYPING);
}

function again() {
  stopped = false;
  failures = 0;
  save();
}

for (const name of ["input", "change", "htmx:afterSettle"]) form.addEventListener(name, touched);
form.addEventListener("htmx:beforeSwap", () => {
  swapping = true;
  setTimeout(() => { swapping = false; });
});
form.addEventListener("focusout", (event) => { if (!form.contains(event.relatedTarget)) save(); });
addEventListener("online", again);
addEventListener("pagehide", () => keep());
document.addEventListener("visibilitychange", () => { if (document.hidden) { keep(); save(); } });
box.querySelector("[data-save-retry]").addEventListener("click", again);
box.querySelector("[data-save-sign-in]").addEventListener("click", () => { if (keep()) safe(); });

form.addEventListener("submit", async (event) => {
  clearTimeout(typing);
  clearTimeout(retrying);
  if (flight) {
    // The button's save must know the version that the one under way makes.
    event.preventDefault();
    await flight;
    form.requestSubmit(event.submitter);
    return;
  }
  field("csrfmiddlewaretoken").value = token();
  submitted = written();
  keep();
});

function offer() {
  const found = draft.read();
  if (!found || drawnFromSent) return;
  const wentThrough = found.submitted && form.dataset.savedBy === form.dataset.user
    && Number(field("version").value) > Number(found.version);
  if (wentThrough || found.fields === written()) return draft.forget();
  const notice = document.querySelector("[data-draft]");
  notice.querySelector("[data-draft-time]").textContent = new Date(found.at).toLocaleString(document.documentElement.lang);
  notice.querySelector("[data-draft-insert]").addEventListener("click", () => insert(found));
  notice.querySelector("[data-draft-discard]").addEventListener("click", () => { draft.forget(); notice.hidden = true; });
  notice.hidden = false;
}

// The server draws the form as it was typed, rows and all; from there it is saved like anything else.
function insert(found) {
  const sender = document.createElement("form");
  sender.method = "post";
  sender.action = form.getAttribute("action");
  const add = (name, value) => {
    const input = document.createElement("input");
    input.type = "hidden";
    [input.name, input.value] = [name, value];
    sender.append(input);
  };
  for (const [name, value] of new URLSearchParams(found.fields)) add(name, value);
  for (const sent of found.unanswered) add("unanswered", sent);
  add("csrfmiddlewaretoken", token());
  add("version", found.version);
  add("held", found.held);
  add("row_action", "edit");
  document.body.append(sender);
  safe();
  sender.submit();
}

offer();
if ("pending" in form.dataset) touched();
