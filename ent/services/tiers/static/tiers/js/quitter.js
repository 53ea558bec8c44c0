// The browser goes out of a service by itself, and goes on without it when nothing comes back; where scripts are off, by its buttons.
const visite = document.querySelector("[data-quitter]");
if (visite) {
  const suivre = () => location.replace(visite.dataset.quitter);
  setTimeout(suivre, visite.dataset.patience * 1000);
  // Come back by the browser's own « back »: the service showed a page of its own.
  addEventListener("pageshow", (evenement) => evenement.persisted && suivre());
  const formulaire = visite.querySelector("form");
  if (formulaire) formulaire.submit();
  else location.assign(visite.querySelector("a").href);
}
