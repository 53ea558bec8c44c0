/* Without network: a sentence at the top of the page, and the copy of the frame kept by /sw.js. A button that has just
   been sent says so after 400 ms and cannot be sent twice. */

if ("serviceWorker" in navigator && window.isSecureContext) {
  addEventListener("load", () => navigator.serviceWorker.register("/sw.js").catch(() => {}));
}

const phrase = document.getElementById("sans-reseau");
const dire = () => {
  if (phrase) phrase.hidden = navigator.onLine;
};
addEventListener("online", dire);
addEventListener("offline", dire);
dire();

document.addEventListener("submit", (evenement) => {
  // Files that wait to leave (envoi.js) do not stay for whoever comes next.
  if (evenement.target.getAttribute("action") === "/sortir/") indexedDB.deleteDatabase("depots");
  const bouton = evenement.submitter;
  if (!bouton?.matches(".bouton") || evenement.defaultPrevented) return;
  const minuteur = setTimeout(() => bouton.setAttribute("aria-busy", "true"), 400);
  addEventListener("pageshow", () => {
    clearTimeout(minuteur);
    bouton.removeAttribute("aria-busy");
  }, { once: true });
});
