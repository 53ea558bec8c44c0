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
