/* « Tout cocher »: a button that ticks the boxes of its form, and counts on the main button what it will do. */
for (const formulaire of document.querySelectorAll("form[data-cocher]")) {
  const cases = [...formulaire.querySelectorAll("input[type=checkbox]")];
  const tout = formulaire.querySelector("[data-tout]");
  const compte = formulaire.querySelector("[data-compte]");
  const dire = () => {
    const cochees = cases.filter((c) => c.checked).length;
    if (compte) compte.textContent = cochees ? ` (${cochees})` : "";
    tout.textContent = cochees === cases.length ? tout.dataset.rien : tout.dataset.tout;
  };
  tout?.addEventListener("click", () => {
    const cocher = cases.some((c) => !c.checked);
    for (const c of cases) c.checked = cocher;
    dire();
  });
  formulaire.addEventListener("change", dire);
  if (tout) {
    tout.hidden = false;
    dire();
  }
}
