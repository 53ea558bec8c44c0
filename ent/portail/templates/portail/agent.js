{% autoescape off %}/* Keeps the frame of the product, so that a page without network is still a page of the product. Pages of people are
   never kept: a lent tablet must not tell what the previous reader saw. */
const CADRE = "cadre-{{ version }}";
const FICHIERS = [{% for fichier in fichiers %}"{{ fichier }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const HORS_LIGNE = "/hors-ligne/";

addEventListener("install", (evenement) => {
  evenement.waitUntil(
    caches.open(CADRE).then((cache) => cache.addAll(FICHIERS)).then(() => self.skipWaiting()),
  );
});

addEventListener("activate", (evenement) => {
  evenement.waitUntil(
    caches.keys()
      .then((noms) => Promise.all(noms.filter((nom) => nom !== CADRE).map((nom) => caches.delete(nom))))
      .then(() => self.clients.claim()),
  );
});

addEventListener("fetch", (evenement) => {
  const { request } = evenement;
  if (request.method !== "GET") return;
  const adresse = new URL(request.url);
  if (adresse.origin !== location.origin) return;
  if (request.mode === "navigate") {
    evenement.respondWith(fetch(request).catch(() => caches.match(HORS_LIGNE)));
  } else if (FICHIERS.includes(adresse.pathname) && adresse.pathname !== HORS_LIGNE) {
    evenement.respondWith(caches.match(request).then((garde) => garde ?? fetch(request)));
  }
});
{% endautoescape %}
