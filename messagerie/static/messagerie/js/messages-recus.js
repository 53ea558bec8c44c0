/* « Delivered »: a message reached one of this person's screens, whatever page it shows. Asked for in small threads alone. */

const moi = document.documentElement.dataset.personne;
const jeton = () => JSON.parse(document.body.getAttribute("data-hx-headers") || "{}")["X-CSRFToken"];

document.body.addEventListener("messagerie:message:entier", ({ detail: { id, message, accuse } }) => {
  if (!accuse || !moi || message.auteur === moi || document.getElementById("echange")?.dataset.fil === String(id)) return;
  setTimeout(() => {
    fetch(`/messages/fil/${id}/avancer/`, { method: "POST", body: new URLSearchParams({ recu: message.numero }), headers: { "X-CSRFToken": jeton() } }).catch(() => {});
  }, Math.random() * 1000);
});
