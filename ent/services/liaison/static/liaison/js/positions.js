// The positions of a class by the keyboard: a digit and on to the next column, arrows, Enter for the next pupil, R or the button of a
// column to copy down where nothing is said, Ctrl + Z for the last change. Without it, lists choose as lists do.
const table = document.querySelector("[data-positions]");
const rangees = [...table.querySelectorAll("[data-rangee]")].map((rangee) => [...rangee.querySelectorAll("select")]);
const passe = []; // [[list, what it said], …], the last change at the end

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
}

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
}

const FLECHES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

table.addEventListener("keydown", (touche) => {
  const liste = touche.target;
  if ((touche.ctrlKey || touche.metaKey) && touche.key === "z") {
    touche.preventDefault();
    defaire();
    return;
  }
  if (!(liste instanceof HTMLSelectElement) || touche.ctrlKey || touche.metaKey || touche.altKey) return;
  const [ligne, colonne] = place(liste);
  const degres = [...liste.options].map((option) => option.value).filter(Boolean);
  const fleche = FLECHES[touche.key];
  if (fleche) aller(ligne + fleche[0], colonne + fleche[1]);
  else if (touche.key === "Enter") aller(ligne + 1, 0);
  else if (degres.includes(touche.key)) {
    dire([[liste, touche.key]]);
    if (colonne + 1 < rangees[ligne].length) aller(ligne, colonne + 1);
    else aller(ligne + 1, 0);
  } else if (["Backspace", "Delete", "0"].includes(touche.key)) dire([[liste, ""]]);
  else if (touche.key.toLowerCase() === "r") recopier(ligne, colonne);
  else return;
  touche.preventDefault();
});

for (const bouton of table.querySelectorAll("[data-recopier]")) {
  bouton.hidden = false;
  bouton.addEventListener("click", () => {
    const colonne = rangees[0]?.findIndex((liste) => liste.dataset.colonne === bouton.dataset.recopier) ?? -1;
    recopier(rangees.findIndex((rangee) => rangee[colonne]?.value), colonne);
  });
}
for (const mode of document.querySelectorAll("[data-avec-clavier]")) mode.hidden = false;
