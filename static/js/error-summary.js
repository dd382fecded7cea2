// Moves focus to the error summary when a page or a fragment with one arrives, and from a line in it to its field.

function focusSummary(root) {
  root.querySelector("[data-error-summary]")?.focus();
}

function goToField(event) {
  const link = event.target.closest("[data-error-summary] a[href^='#']");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  // Label and message stand above the control: show them, too.
  (field.closest(".form-group, td") ?? field).scrollIntoView({ block: "start" });
  field.focus({ preventScroll: true });
}

document.addEventListener("click", goToField);
document.addEventListener("htmx:afterSettle", (event) => focusSummary(event.target));
focusSummary(document);
