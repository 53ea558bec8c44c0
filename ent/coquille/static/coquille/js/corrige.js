/* What was wrong with a field leaves once that field is changed, and the box above with the last of them (`fautes`), unless it says more than fields. What one
   touches stays under the finger. Fetched at the first such change. */

document.addEventListener("corrige", ({ target: champ }) => {
  const dits = `${champ.getAttribute("aria-describedby")} ${champ.id}_error ${champ.id.replace(/_\d+$/, "_error")}`.split(" ");
  const faute = dits.map((id) => document.getElementById(id)).find((dit) => dit?.matches(".erreur"));
  const boite = document.querySelector("[data-fautes]");
  if (!faute && !boite) return;
  const { top } = champ.getBoundingClientRect();
  if (faute) {
    const { id } = faute;
    for (const tenu of document.querySelectorAll(`[name="${champ.name}"], [aria-describedby~="${id}"]`)) {
      tenu.removeAttribute("aria-invalid");
      const reste = tenu.getAttribute("aria-describedby")?.replace(id, "").trim();
      if (reste) tenu.setAttribute("aria-describedby", reste);
      else tenu.removeAttribute("aria-describedby");
    }
    faute.closest(".champ--erreur")?.classList.remove("champ--erreur");
    document.querySelector(`[role=alert] [href="#${champ.id}"], [role=alert] [href="#${id.replace("error", 0)}"]`)?.remove();
    faute.remove();
  }
  if (boite && ![...document.querySelectorAll(".erreur")].some((autre) => autre.checkVisibility())) boite.closest("[role=alert]").remove();
  scrollBy({ top: champ.getBoundingClientRect().top - top, behavior: "instant" });
});
