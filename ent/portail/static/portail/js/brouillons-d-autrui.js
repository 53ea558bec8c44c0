/* Another person is in on this device: of the drafts kept here (brouillon.js), those that the server holds leave, and those
   that are a week old. The rest waits for its author, who alone is shown it. */

const MOI = document.documentElement.dataset.personne;
const SEMAINE = 7 * 24 * 3600 * 1000;

if (MOI) {
  try {
    for (const cle of Object.keys(localStorage)) {
      if (!cle.startsWith("brouillon:") || cle.startsWith(`brouillon:${MOI}:`)) continue;
      const { envoye, a } = JSON.parse(localStorage.getItem(cle)) ?? {};
      if (envoye !== false || Date.now() - a > SEMAINE) localStorage.removeItem(cle);
    }
  } catch {} // a browser may refuse to keep anything
}
