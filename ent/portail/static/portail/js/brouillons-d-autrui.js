/* Another person is in on this device: of what is kept here (brouillon.js, saisies.js), what the server holds leaves, and what
   is a week old. The rest waits for its author, who alone is shown it. */

const MOI = document.documentElement.dataset.personne;
const SEMAINE = 7 * 24 * 3600 * 1000;

if (MOI) {
  try {
    for (const cle of Object.keys(localStorage)) {
      const [genre, qui] = cle.split(":");
      if (!["brouillon", "saisie"].includes(genre) || qui === MOI) continue;
      const { envoye, a } = JSON.parse(localStorage.getItem(cle)) ?? {};
      if (envoye !== false || Date.now() - a > SEMAINE) localStorage.removeItem(cle);
    }
  } catch {} // a browser may refuse to keep anything
}
