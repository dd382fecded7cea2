// Signing out leaves nothing that was written behind in the browser.

import { forgetAll } from "./drafts.js";

for (const form of document.querySelectorAll("[data-sign-out]")) form.addEventListener("submit", forgetAll);
