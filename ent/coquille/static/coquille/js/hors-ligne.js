/* Without network: the copy of the frame kept by /sw.js, and a form that nothing else keeps stays where it is, with a sentence. A button that has
   just been sent says so after 400 ms and cannot be sent twice, until its answer is there: a page, or a file. */

if ("serviceWorker" in navigator && window.isSecureContext) {
  addEventListener("load", () => navigator.serviceWorker.register("/sw.js").catch(() => {}));
}

/* At home, once everything is drawn, the worker renews what this device keeps (agent.js); not on a connection that is counted. */
if ("garder" in document.body.dataset && !navigator.connection?.saveData && navigator.serviceWorker) {
  const { "X-CSRFToken": renouveler } = JSON.parse(document.body.getAttribute("data-hx-headers"));
  addEventListener("load", () => setTimeout(() => navigator.serviceWorker.ready.then(({ active }) => active.postMessage({ renouveler })), 2000));
}

try {
  if (sessionStorage.getItem("partage")) import("assemblage:arrive.js"); // photos that wait for the form of this page
} catch {} // a browser may refuse to keep anything

// A pupil's page, or the wall of a class: what was shared from a gallery without network does not stay on their tablet.
if (document.body.classList.contains("eleve")) window.indexedDB?.deleteDatabase("partage");

/* A form that leaves without network takes what it holds along, to a page that says so: where nothing keeps it (formulaires.js), it stays. The ways out
   wait in the worker (agent.js). */
const phrase = document.getElementById("sans-reseau");
const resteIci = (formulaire) => {
  if (!phrase || navigator.onLine || formulaire.method !== "post" || formulaire.matches("[data-sortie]")) return false;
  formulaire.after(phrase);
  phrase.hidden = false;
  phrase.scrollIntoView({ block: "nearest" });
  addEventListener("online", () => (phrase.hidden = true), { once: true });
  return true;
};
/* What somebody asked through htmx and nobody took; or a machine in front of the school answered (502 to 504), which says nothing of it. It is said as a
   refusal is (fait.js). A room that keeps it in its own way has prevented this. */
const nulNeRepond = ({ defaultPrevented, detail: { elt, requestConfig, xhr } }) => {
  const estSansReponse = !xhr.status || (xhr.status > 500 && !xhr.getResponseHeader("HX-Trigger"));
  if (!estSansReponse || !phrase || defaultPrevented || requestConfig.verb === "get" || !elt.matches("form, button")) return;
  elt.dispatchEvent(new CustomEvent("refus", { bubbles: true, detail: { phrase: xhr.status ? phrase.dataset.panne : phrase.textContent } }));
};
for (const rate of ["htmx:sendError", "htmx:responseError"]) addEventListener(rate, nulNeRepond);

// At the window: once all that keeps forms in its own way has heard of it.
addEventListener("submit", (evenement) => {
  if (!evenement.defaultPrevented && resteIci(evenement.target)) return evenement.preventDefault();
  // Files that wait to leave (envoi.js) do not stay for whoever comes next.
  if (evenement.target.matches("[data-sortie=compte]")) {
    indexedDB.deleteDatabase("depots");
    navigator.clearAppBadge?.().catch(() => {}); // what a page had set (nouvelles.js)
  }
  const bouton = evenement.submitter;
  if (!bouton?.matches(".bouton") || evenement.defaultPrevented) return;
  const minuteur = setTimeout(() => bouton.setAttribute("aria-busy", "true"), 400);
  /* A file leaves the page where it is, and no event says so: the server takes this cookie away with it (`FichiersRendus`). */
  const attendu = `envoi=${Date.now()}`;
  document.cookie = `${attendu}; path=/; max-age=600`;
  const guet = setInterval(() => {
    if (!document.cookie.split("; ").includes(attendu)) finir();
  }, 300);
  const finir = () => {
    clearTimeout(minuteur);
    clearInterval(guet);
    bouton.removeAttribute("aria-busy");
  };
  addEventListener("pageshow", finir, { once: true });
});
