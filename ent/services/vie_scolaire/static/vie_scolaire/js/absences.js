/* The sentence that the school will read follows each choice (htmx); one who sends before it came waits for it, a blink. */

const formulaire = document.querySelector("form[data-absence]");
const apercu = formulaire?.querySelector("[data-hx-post]");
const BLINK = 3000; // whatever became of the sentence, nobody presses a button for nothing
let attend = false;
let lassee = false;
const partir = () => {
  if (!attend) return;
  attend = false;
  formulaire.requestSubmit(formulaire.querySelector("button[type=submit]"));
};

/* Kept without network, no sentence could be read: « Demain » is then the day that it was on this page, whenever it leaves. */
formulaire?.addEventListener("formdata", ({ formData }) => {
  const jour = navigator.onLine ? null : formulaire.dataset[formData.get("quand")?.replace("_", "")];
  if (jour) for (const [nom, valeur] of Object.entries({ quand: "plusieurs", debut: jour, fin: jour })) formData.set(nom, valeur);
  if (!navigator.onLine && formData.get("quand") === "plusieurs") formData.set("lue", "hors-ligne");
});

formulaire?.addEventListener("submit", (evenement) => {
  if (lassee || !apercu.matches(".htmx-request, .htmx-swapping")) return;
  evenement.preventDefault();
  evenement.stopImmediatePropagation();
  attend = true;
  setTimeout(() => {
    lassee = true;
    partir();
  }, BLINK);
}, true);
/* Why is what one chooses last: what the school will read is then brought above the button that sticks over it on a phone. By the answer to that choice, and
   not by one to the choice before, which may settle once the next was asked for. */
let aMontrer = false;
let montree = null;
formulaire?.addEventListener(
  "change",
  ({ target }) => {
    aMontrer = target.name === "precision" || (target.name === "motif" && target.value !== "autre");
  },
  true,
);
apercu?.addEventListener("htmx:beforeRequest", (evenement) => {
  if (!navigator.onLine) return evenement.preventDefault();
  if (aMontrer) montree = evenement.detail.xhr;
  aMontrer = false;
});
apercu?.addEventListener("htmx:afterSettle", ({ detail }) => {
  /* The foot says again what will be replaced, in as many lines as that takes. */
  document.documentElement.style.setProperty("--hauteur-pied", `${apercu.querySelector(".pied-colle").offsetHeight}px`);
  if (detail.xhr === montree) apercu.querySelector(".phrase-lue").scrollIntoView({ block: "nearest" });
  partir();
});
/* No sentence came: the school's answer shows it, and asks again; so does the way in, of whoever is out. */
apercu?.addEventListener("htmx:afterRequest", ({ detail: { xhr } }) => xhr.status === 401 && setTimeout(partir));
for (const rate of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) apercu?.addEventListener(rate, () => setTimeout(partir));
