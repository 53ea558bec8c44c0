/* Wagtail saves a page by itself half a second after the last word. A button pressed meanwhile would cross it: the page would be made twice,
   or refused as somebody else's. It waits for what is being saved, and nothing is saved by itself once it is pressed. */
const ATTENTE_MAX = 8000; // milliseconds: a network that answers no more is said by the page itself
let enVol = false;
let part = false;
let presse = null;

const partir = () => {
  enVol = false;
  if (!presse) return;
  const [formulaire, nom, valeur] = presse;
  presse = null;
  part = true;
  // Wagtail disables the button that was pressed, and may have drawn it again: what it says goes by itself.
  formulaire.append(Object.assign(document.createElement("input"), { type: "hidden", name: nom, value: valeur }));
  setTimeout(() => formulaire.requestSubmit()); // once the page knows the version that was just saved
};

document.addEventListener("w-autosave:save", (evenement) => {
  if (part || presse) evenement.preventDefault();
  else enVol = true;
});
/* What was just saved by itself is the version that this page knows: by its former one, its button would be refused as somebody else's. */
const connaitre = ({ target: formulaire, detail: { response: dit } }) => {
  for (const nom of ["revision_id", "revision_created_at"].filter((n) => dit?.[n])) {
    const champ = formulaire.elements[`loaded_${nom}`] ?? Object.assign(document.createElement("input"), { type: "hidden", name: `loaded_${nom}` });
    champ.value = dit[nom];
    formulaire.append(champ);
  }
};
document.addEventListener("w-autosave:success", connaitre);
document.addEventListener("w-autosave:success", partir);
document.addEventListener("w-autosave:error", partir);
document.addEventListener("submit", (evenement) => {
  if (!evenement.target.matches("[data-controller~='w-autosave']")) return;
  if (!enVol) {
    part = true;
    return;
  }
  evenement.preventDefault();
  evenement.stopImmediatePropagation();
  if (!presse) setTimeout(partir, ATTENTE_MAX);
  presse = [evenement.target, evenement.submitter?.name ?? "", evenement.submitter?.value ?? ""];
}, { capture: true });
addEventListener("pageshow", () => { part = false; });

/* Wagtail remembers what the form held two seconds after it is shown: what was typed before is no change to it, and left without a word.
   Until it says that something is to be saved, leaving is asked about here; then it is told that something was. */
let tape = false;
let guette = false;
const remarquer = (champ) => {
  const formulaire = champ?.closest?.("form[data-controller~='w-unsaved']");
  if (!formulaire || guette) return;
  tape = true;
  formulaire.setAttribute("data-w-unsaved-force-value", "true");
};

for (const nom of ["input", "change"]) {
  document.addEventListener(nom, ({ isTrusted, target }) => isTrusted && remarquer(target), { capture: true });
}
document.addEventListener("w-unsaved:watch-edits", () => { guette = true; });
document.addEventListener("w-unsaved:add", () => { tape = false; });
addEventListener("beforeunload", (evenement) => {
  if (tape && !part) evenement.preventDefault();
});
// Typed before this script came.
const premier = document.activeElement;
if (premier?.defaultValue !== undefined && premier.value !== premier.defaultValue) remarquer(premier);
