/* The sentence that the school will read follows each choice (htmx); one who sends before it came waits for it, a blink. */

const formulaire = document.querySelector("form[data-absence]");
const apercu = formulaire?.querySelector("[data-hx-post]");
let attend = null;

formulaire?.addEventListener("submit", (evenement) => {
  if (!apercu.classList.contains("htmx-request")) return;
  evenement.preventDefault();
  evenement.stopImmediatePropagation();
  attend = true;
}, true);
apercu?.addEventListener("htmx:afterSettle", () => {
  if (!attend) return;
  attend = null;
  formulaire.requestSubmit(formulaire.querySelector("button[type=submit]"));
});
