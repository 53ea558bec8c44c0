/* The week of a family: the main button counts what is ticked, as one ticks. Without it, the button says what the page was drawn with. */
const formulaire = document.querySelector("[data-compte-les-jours]"); // none where nothing may be changed

if (formulaire) {
  const bouton = formulaire.querySelector("[data-dit-le-compte]");
  const total = formulaire.querySelector("[data-total]");
  const phrases = { zero: bouton.dataset.zero, un: bouton.dataset.un, plusieurs: bouton.dataset.plusieurs };
  const compter = () => {
    const n = formulaire.querySelectorAll("input[type=checkbox]:checked").length;
    const phrase = n === 0 ? phrases.zero : n === 1 ? phrases.un : phrases.plusieurs;
    bouton.textContent = phrase.replace("{n}", n);
    if (total) total.textContent = n;
  };
  formulaire.addEventListener("change", compter);
  compter();
}
