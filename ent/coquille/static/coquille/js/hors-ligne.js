/* Without network: a sentence at the top of the page, and the copy of the frame kept by /sw.js. A button that has just
   been sent says so after 400 ms and cannot be sent twice, until its answer is there: a page, or a file. */

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

const phrase = document.getElementById("sans-reseau");
const dire = () => {
  if (phrase) phrase.hidden = navigator.onLine;
};
addEventListener("online", dire);
addEventListener("offline", dire);
dire();

document.addEventListener("submit", (evenement) => {
  // Files that wait to leave (envoi.js) do not stay for whoever comes next.
  if (evenement.target.getAttribute("action") === "/sortir/") {
    indexedDB.deleteDatabase("depots");
    navigator.clearAppBadge?.().catch(() => {}); // what a page had set (nouvelles.js)
  }
  const bouton = evenement.submitter;
  if (!bouton?.matches(".bouton") || evenement.defaultPrevented) return;
  /* Without network the form was kept (formulaires.js): nothing is on its way. */
  const minuteur = setTimeout(() => (evenement.defaultPrevented && !navigator.onLine) || bouton.setAttribute("aria-busy", "true"), 400);
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
