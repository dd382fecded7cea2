// Shows what could not be read at its field without drawing the page anew: focus and what is typed stay.

const frameOf = (control) => control.closest("td, .key-unit");

function clear(form) {
  for (const message of form.querySelectorAll("[data-fault]")) {
    const control = document.getElementById(message.dataset.fault);
    message.remove();
    if (!control) continue;
    control.removeAttribute("aria-invalid");
    const others = (control.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && id !== message.id);
    if (others.length) control.setAttribute("aria-describedby", others.join(" "));
    else control.removeAttribute("aria-describedby");
    frameOf(control)?.classList.remove("entry-error");
  }
}

function show(control, words) {
  const message = document.createElement("span");
  message.className = frameOf(control) ? "entry-message" : "form-error-message";
  message.id = `${control.id}_fault`;
  message.dataset.fault = control.id;
  message.textContent = words;
  if (frameOf(control)) control.after(message);
  else control.before(message);
  control.setAttribute("aria-invalid", "true");
  control.setAttribute("aria-describedby", `${control.getAttribute("aria-describedby") ?? ""} ${message.id}`.trim());
  frameOf(control)?.classList.add("entry-error");
}

// Faults of the whole are returned, to be said with the state.
export function showFaults(form, faults) {
  clear(form);
  // Those drawn by the server with the page are replaced by what is true now.
  for (const old of form.querySelectorAll(".entry-message:not([data-fault])")) old.remove();
  const nowhere = [];
  for (const { id, words } of faults) {
    const control = id && document.getElementById(id);
    if (control) show(control, words);
    else nowhere.push(words);
  }
  return nowhere;
}
