/* The search of people by the keyboard: arrows go down the names, Enter opens, Escape comes back to the letters. What was typed stands in
   the history of this tab, in no address: it is there again when one comes back from a sheet. */
const champ = document.querySelector("[data-chercher-gens] input[type=search]");

// Of each person found, the first thing that one may do.
const gestes = () => [...document.querySelectorAll("[data-trouvees] li")].map((ligne) => ligne.querySelector("a, button")).filter(Boolean);

const aller = (pas) => {
  const lignes = gestes();
  const ici = lignes.findIndex((geste) => geste.closest("li").contains(document.activeElement));
  if (ici + pas < 0) champ.focus();
  else lignes[Math.min(ici + pas, lignes.length - 1)]?.focus();
};

if (champ) {
  let attend = false; // the names shown are those of other letters
  champ.addEventListener("input", () => {
    attend = true;
    history.replaceState({ ...history.state, lettres: champ.value }, "");
  });
  document.body.addEventListener("htmx:afterSettle", () => (attend = false));
  document.addEventListener("keydown", (evenement) => {
    const dans_le_champ = evenement.target === champ;
    if (evenement.isComposing || !(dans_le_champ || evenement.target.closest?.("[data-trouvees]"))) return;
    if (evenement.key === "ArrowDown") aller(1);
    else if (evenement.key === "ArrowUp" && !dans_le_champ) aller(-1);
    else if (evenement.key === "Escape" && !dans_le_champ) champ.focus();
    else if (evenement.key === "Enter" && dans_le_champ && attend) champ.focus();
    else if (evenement.key === "Enter" && dans_le_champ && gestes().length) gestes().length === 1 ? gestes()[0].click() : aller(1);
    else return;
    evenement.preventDefault();
  });
  const avant = history.state?.lettres;
  if (avant && !champ.value) {
    champ.value = avant;
    addEventListener("load", () => champ.dispatchEvent(new Event("relire")));
  }
  champ.focus();
}
