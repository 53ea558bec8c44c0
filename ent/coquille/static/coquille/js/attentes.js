/* What rooms keep beside the outbox until the network is back, one entry each: `attente:<person>:<what>`. Of who is here; the outbox and the way
   out count it. */

globalThis.gardeAilleurs = () => {
  try {
    const cles = Object.keys(localStorage).filter((cle) => cle.startsWith(`attente:${document.documentElement.dataset.personne}:`));
    return cles.reduce((n, cle) => n + Object.keys(JSON.parse(localStorage.getItem(cle))).length, 0);
  } catch {
    return 0; // a browser may refuse to keep anything
  }
};
