/* The week of a family: the main button says what it would change, as one ticks. Without this, it says « Enregistrer la semaine ».
   What one ticked and did not send is kept in this tab, by person and week: a touch on another service loses nothing. */
const formulaire = document.querySelector("[data-compte-les-jours]"); // none where nothing may be changed

if (formulaire) {
  const bouton = formulaire.querySelector("[data-dit-le-compte]");
  const avis = formulaire.querySelector("[data-pas-envoyes]");
  const { zero, un, plusieurs, rien, change, changent, semaine } = bouton.dataset;
  const coffre = `repas:${document.documentElement.dataset.personne}:${location.pathname}`;
  const cases = [...formulaire.querySelectorAll("input[name=mange]:not(:disabled)")];
  const lu = (c) => c.closest("li").querySelector("input[name=lu]").value.split("=").pop(); // what is kept of that day; empty: nobody said it
  const differe = (c) => c.checked !== ["oui", "attente"].includes(lu(c));
  let part = false;

  const dire = () => {
    const changees = cases.filter(differe);
    const n = changees.length;
    const rienNeChange = n === 0 && cases.every((c) => lu(c));
    const ajoute = n > 0 && changees.every((c) => c.checked);
    let phrase = n === 1 ? change : changent;
    if (ajoute) phrase = n === 1 ? un : plusieurs;
    if (n === 0) phrase = rienNeChange ? rien : formulaire.querySelector("input[name=mange]:checked") ? semaine : zero;
    bouton.textContent = phrase.replace("{n}", n);
    bouton.classList.toggle("bouton--second", rienNeChange);
    if (n === 0) avis.hidden = true;
  };
  const garder = () => {
    const changees = cases.filter(differe).map((c) => [c.value, [lu(c), c.checked]]);
    if (changees.length) sessionStorage.setItem(coffre, JSON.stringify(Object.fromEntries(changees)));
    else sessionStorage.removeItem(coffre);
  };
  const reprendre = () => {
    const gardees = JSON.parse(sessionStorage.getItem(coffre) ?? "{}");
    // A day that was said since (by this form, or by the other holder) is as it is kept.
    const reprises = cases.filter((c) => gardees[c.value]?.[0] === lu(c));
    for (const c of reprises) c.checked = gardees[c.value][1];
    avis.hidden = !reprises.some(differe);
  };
  const essayer = (faire) => {
    try {
      faire();
    } catch {} // a browser may refuse to keep anything
  };

  if (!location.search) essayer(reprendre);
  dire();
  formulaire.addEventListener("change", () => {
    essayer(garder);
    dire();
  });
  formulaire.addEventListener("submit", () => (part = true));
  // Back: the browser puts its boxes back as they were; a page that was sent is asked anew.
  addEventListener("pageshow", ({ persisted }) => (persisted && part ? location.reload() : dire()));
}
