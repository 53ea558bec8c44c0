/* What was just done is heard without being looked for: screen readers say what changes on a page, never what it came with. The sentence of
   the page that answers a form (the notices at its top, or the thing that it leads to, once it is done) is said again in the region that they
   listen to; so is the one that came with an answer that lays no page. */

const annonce = document.getElementById("annonce");
const dire = (phrase) => {
  if (phrase && annonce) setTimeout(() => (annonce.textContent = phrase.replace(/\s+/g, " ").trim()), 300);
};
document.body.addEventListener("dit", ({ detail }) => dire(detail.phrase));
/* Refused, or failed: why, in the words of the server (`page_d_erreur`), aloud and beside what asked, until it is answered. */
let refus = null;
document.body.addEventListener("refus", ({ target, detail: { phrase } }) => {
  refus?.remove();
  refus = document.createElement("p");
  refus.className = "avis avis--urgent";
  refus.textContent = phrase;
  (target.closest("form") ?? target).after(refus);
  refus.pour = target;
  dire(phrase);
});
document.body.addEventListener("htmx:afterRequest", ({ target, detail: { successful } }) => successful && refus?.pour === target && refus.remove());
document.addEventListener("submit", () => sessionStorage.setItem("envoye", "1"), true); // before any script that sends by itself
if (sessionStorage.getItem("envoye")) {
  sessionStorage.removeItem("envoye");
  dire(document.querySelector(".messages, [data-accompli]")?.textContent);
  // A form that comes back refused is read from what is to be mended, not from the top of the page: once other scripts moved its fields.
  addEventListener("load", () => {
    const dits = document.querySelectorAll("main .avis--urgent[role=alert], main [aria-invalid=true]");
    const refus = [...dits].find((dit) => dit.checkVisibility());
    if (!refus || document.activeElement !== document.body || performance.getEntriesByType("navigation")[0]?.redirectCount) return;
    if (refus.getAttribute("role") === "alert") refus.tabIndex = -1;
    refus.focus();
  });
}
document.body.addEventListener("htmx:afterSettle", ({ target, detail }) => detail.requestConfig?.verb === "post" && dire(target.parentElement?.querySelector(".messages")?.textContent));
