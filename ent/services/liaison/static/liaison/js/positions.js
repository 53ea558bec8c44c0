// The positions of a class by the keyboard: a digit and on to the next column, the last one of a pupil excepted (Enter alone goes to the
// next pupil, so that no row is skipped), arrows, R or the button of a column to copy down where nothing is said, Ctrl + Z for the last
// change. Without it, lists choose as lists do.
const table = document.querySelector("[data-positions]");
const rangees = [...table.querySelectorAll("[data-rangee]")].map((rangee) => [...rangee.querySelectorAll("select")]);
const passe = []; // [[list, what it said], …], the last change at the end
let avance = null; // the list that a digit has just led to: Tab is already done

const place = (liste) => {
  const ligne = rangees.findIndex((rangee) => rangee.includes(liste));
  return [ligne, rangees[ligne].indexOf(liste)];
};
const aller = (ligne, colonne) => rangees[ligne]?.[colonne]?.focus();

function dire(changes) {
  const faits = changes.filter(([liste, dit]) => liste.value !== dit);
  if (!faits.length) return;
  passe.push(faits.map(([liste]) => [liste, liste.value]));
  for (const [liste, dit] of faits) liste.value = dit;
  prevenir();
}

/* What keeps a draft listens to the form (brouillon.js); a value set here says nothing by itself. */
const prevenir = () => table.dispatchEvent(new Event("change"));

function recopier(ligne, colonne) {
  const dit = rangees[ligne]?.[colonne]?.value;
  if (!dit) return;
  const vides = rangees.slice(ligne + 1).map((rangee) => rangee[colonne]).filter((liste) => !liste.value);
  dire(vides.map((liste) => [liste, dit]));
}

function defaire() {
  for (const [liste, dit] of passe.pop() ?? []) {
    liste.value = dit;
    liste.focus();
  }
  prevenir();
}

const FLECHES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

table.addEventListener("keydown", (touche) => {
  const liste = touche.target;
  const estDeja = avance === liste;
  if (!["Shift", "Control", "Alt", "Meta"].includes(touche.key)) avance = null;
  if ((touche.ctrlKey || touche.metaKey) && touche.key === "z") {
    touche.preventDefault();
    defaire();
    return;
  }
  if (!(liste instanceof HTMLSelectElement) || touche.ctrlKey || touche.metaKey || touche.altKey) return;
  const [ligne, colonne] = place(liste);
  const degres = [...liste.options].map((option) => option.value).filter(Boolean);
  const fleche = FLECHES[touche.key];
  if (touche.key === "Tab" && (touche.shiftKey || !estDeja)) return;
  if (fleche) aller(ligne + fleche[0], colonne + fleche[1]);
  else if (touche.key === "Enter") aller(ligne + 1, 0);
  else if (degres.includes(touche.key)) {
    dire([[liste, touche.key]]);
    aller(ligne, colonne + 1);
    avance = rangees[ligne][colonne + 1] ?? null;
  } else if (["Backspace", "Delete", "0"].includes(touche.key)) dire([[liste, ""]]);
  else if (touche.key.toLowerCase() === "r") recopier(ligne, colonne);
  else if (touche.key !== "Tab") return;
  touche.preventDefault();
});
table.addEventListener("focusout", () => (avance = null));

for (const bouton of table.querySelectorAll("[data-recopier]")) {
  bouton.addEventListener("click", (geste) => {
    geste.preventDefault(); // without a script, the server copies
    const colonne = rangees[0]?.findIndex((liste) => liste.dataset.colonne === bouton.dataset.recopier) ?? -1;
    recopier(rangees.findIndex((rangee) => rangee[colonne]?.value), colonne);
  });
}
// Neither on a phone nor in a window as narrow as one: who has a keyboard has room.
if (matchMedia("(any-pointer: fine) and (min-width: 40rem)").matches)
  for (const mode of document.querySelectorAll("[data-avec-clavier]")) mode.hidden = false;
