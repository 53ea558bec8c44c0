// Three touches in one page, then one answer to the server. Without this script each touch is a page.
const formulaire = document.querySelector("[data-secret]");
const cases = formulaire?.querySelector("[data-cases]");

if (cases) {
  const touchees = Number(cases.dataset.nombre);
  const images = [];

  const dire = () => {
    const nombre = touchees + images.length;
    cases.setAttribute("aria-label", cases.dataset.phrase.replace("%", nombre));
    [...cases.children].forEach((element, rang) => {
      element.classList.toggle("case-secret--pleine", rang < nombre);
      element.firstElementChild.hidden = rang >= nombre;
    });
    return nombre;
  };

  formulaire.addEventListener("click", (evenement) => {
    const bouton = evenement.target.closest('button[name="image"]');
    if (!bouton) return;
    evenement.preventDefault();
    if (touchees + images.length >= 3) return;
    images.push(bouton.value);
    if (dire() < 3) return;
    for (const image of images) {
      const champ = document.createElement("input");
      champ.type = "hidden";
      champ.name = "image";
      champ.value = image;
      formulaire.append(champ);
    }
    formulaire.submit();
  });
}
