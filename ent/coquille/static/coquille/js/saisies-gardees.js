/* Something is kept on this device, or was just sent: what looks after it (saisies.js) is fetched. Mostly nothing is. */

try {
  if ([localStorage, sessionStorage].some((coffre) => Object.keys(coffre).some((cle) => /^(brouillon:|saisie)/.test(cle)))) import("assemblage:saisies.js").catch(() => {});
} catch {
  // A browser may refuse to keep anything.
}
