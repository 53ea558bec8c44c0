{% autoescape off %}/* Keeps the frame of the product, so that a page without network is still a page of the product. Pages of people are
   not kept: a lent tablet must not tell what the previous reader saw. One exception, made on purpose by a room on a person's
   own device: what it copied is read here when the network is cut, and forgotten at sign-out. */
const CADRE = "cadre-{{ version }}";
const FICHIERS = [{% for fichier in fichiers %}"{{ fichier }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const HORS_LIGNE = "/hors-ligne/";
const COPIE = "copie-";
const ACCUEIL = "{% repere "accueil" %}";
const SORTIR = "{% repere "sortie" %}";
const QUI_EST_LA = "{% repere "qui_est_la" %}";
const ABONNER = "{% repere "abonner" %}";
const COPIEES = [{% for copie in copies %}{ page: "{{ copie.adresse }}", lueA: /{{ copie.lue_a }}/ }{% if not forloop.last %}, {% endif %}{% endfor %}];

const copies = async () => (await caches.keys()).filter((nom) => nom.startsWith(COPIE));
const oublier = async () => Promise.all((await copies()).map((nom) => caches.delete(nom)));
const nePlusPrevenir = async () => (await self.registration.pushManager?.getSubscription())?.unsubscribe();
const sansReseau = async ({ pathname }) => {
  const copiee = COPIEES.find(({ lueA }) => lueA.test(pathname));
  const [nom] = copiee ? await copies() : [];
  const copie = nom && (await (await caches.open(nom)).match(copiee.page));
  return copie ?? caches.match(HORS_LIGNE);
};

addEventListener("install", (evenement) => {
  evenement.waitUntil(
    caches.open(CADRE).then((cache) => cache.addAll(FICHIERS)).then(() => self.skipWaiting()),
  );
});

addEventListener("activate", (evenement) => {
  evenement.waitUntil(
    caches.keys()
      .then((noms) => Promise.all(noms.filter((nom) => nom !== CADRE && !nom.startsWith(COPIE)).map((nom) => caches.delete(nom))))
      .then(() => self.clients.claim()),
  );
});

/* What is pushed says that news waits, and of what kind: never a name. Several make one notification. */
addEventListener("push", (evenement) => {
  let nouvelle = {};
  try {
    nouvelle = evenement.data?.json() ?? {};
  } catch {
    // Not ours: a notification is shown all the same, as browsers require.
  }
  const { titre = "{{ ENT_NOM|escapejs }}", texte = "{% translate 'Une nouvelle de l’école vous attend.' as phrase %}{{ phrase|escapejs }}", adresse = ACCUEIL, langue = "fr" } = nouvelle;
  evenement.waitUntil(self.registration.showNotification(titre, {
    body: texte, tag: "nouvelles", renotify: true, lang: langue, dir: langue === "ar" ? "rtl" : "ltr",
    icon: "{% static 'coquille/marque-192.png' %}", data: { adresse },
  }));
});

/* The browser's push service took another address: it is said to the server, under the name of who is signed in here. Of nobody's device
   there is no subscription: it ends when one signs out, and as soon as a page of anybody else is shown (prevenir.js). */
addEventListener("pushsubscriptionchange", (evenement) => {
  evenement.waitUntil((async () => {
    const { oldSubscription: ancien, newSubscription: nouveau } = evenement;
    const qui = await fetch(QUI_EST_LA, { redirect: "manual" }).then((reponse) => (reponse.ok ? reponse.json() : null), () => null);
    if (!qui?.jeton) return nouveau?.unsubscribe();
    const pris = nouveau ?? (await self.registration.pushManager.subscribe(ancien.options));
    const { endpoint, keys } = pris.toJSON();
    const envoi = new URLSearchParams({ adresse: endpoint, cle: keys.p256dh, secret: keys.auth, csrfmiddlewaretoken: qui.jeton });
    await fetch(ABONNER, { method: "POST", body: envoi, redirect: "manual" });
  })());
});

addEventListener("notificationclick", (evenement) => {
  evenement.notification.close();
  const voulue = new URL(evenement.notification.data?.adresse ?? ACCUEIL, location.origin);
  const adresse = voulue.origin === location.origin ? voulue.href : ACCUEIL;
  evenement.waitUntil((async () => {
    const [ouverte] = await self.clients.matchAll({ type: "window" });
    if (!ouverte) return self.clients.openWindow(adresse);
    await ouverte.focus();
    return ouverte.navigate(adresse);
  })());
});

/* A form that may be sent again without harm, whose page said whose it is (formulaires.js), and that did not leave: it waits in the
   outbox, which its owner's next page empties. */
const garder = async (adresse, formulaire) => {
  const champs = [...formulaire].filter(([nom]) => nom !== "csrfmiddlewaretoken");
  const mots = champs.filter(([, v]) => typeof v === "string");
  const dits = new Map(mots);
  const envoi = {
    uuid: dits.get("numero") || crypto.randomUUID(), personne: dits.get("envoye-par"), adresse: adresse.pathname + adresse.search, estUnFormulaire: true,
    titre: ["titre", "texte", "phrase", "sujet"].map((nom) => dits.get(nom)).find(Boolean)?.slice(0, 60) ?? "", le: Date.now(), champs: mots,
    fichiers: champs.filter(([, v]) => typeof v !== "string" && v.size).map(([champ, contenu]) => ({ champ, contenu, nom: contenu.name })),
  };
  const base = await new Promise((reussir, echouer) => {
    const demande = indexedDB.open("boite-d-envoi", 1);
    demande.onupgradeneeded = () => demande.result.createObjectStore("envois", { keyPath: "uuid" }).createIndex("personne", "personne");
    demande.onsuccess = () => reussir(demande.result);
    demande.onerror = () => echouer(demande.error);
  });
  await new Promise((reussir, echouer) => {
    const ecriture = base.transaction("envois", "readwrite");
    ecriture.objectStore("envois").put(envoi);
    ecriture.oncomplete = reussir;
    ecriture.onabort = ecriture.onerror = echouer;
  });
  base.close();
};
const ouGarder = async (request, adresse) => {
  const double = request.clone();
  try {
    return await fetch(request);
  } catch {
    const page = await caches.match(HORS_LIGNE);
    try {
      const formulaire = await double.formData();
      if (!formulaire.has("envoye-par") || !(formulaire.has("numero") || formulaire.has("version"))) return page;
      await garder(adresse, formulaire);
      return new Response((await page.text()).replace("<p hidden data-garde>", "<p data-garde>"), { headers: { "Content-Type": "text/html; charset=utf-8" } });
    } catch {
      return page;
    }
  }
};

/* « Retour » over a page that answered a sending: the browser asks its cache alone, which keeps no page of a person. Nothing is sent
   again: the page that held the form is shown, or the address itself where that one opens by a sending only. */
const DEJA_ENVOYE = ["only-if-cached", "force-cache"];
const retrouver = async (referrer, adresse) => {
  for (const voulue of [referrer, adresse.href].filter((a) => a.startsWith(`${location.origin}/`))) {
    if (await fetch(voulue).then(({ ok }) => ok, () => true)) return Response.redirect(voulue, 303);
  }
  return Response.redirect("{% repere "accueil" %}", 303);
};

addEventListener("fetch", (evenement) => {
  const { request } = evenement;
  const adresse = new URL(request.url);
  if (adresse.origin !== location.origin) return;
  if (request.method === "POST" && adresse.pathname === SORTIR) evenement.waitUntil(Promise.allSettled([oublier(), nePlusPrevenir()]));
  if (request.method === "POST" && request.mode === "navigate") {
    evenement.respondWith(DEJA_ENVOYE.includes(request.cache) ? retrouver(request.referrer, adresse) : ouGarder(request, adresse));
  }
  if (request.method !== "GET") return;
  if (request.mode === "navigate") {
    const demande = request.cache === "only-if-cached" ? new Request(request, { cache: "default" }) : request; // led here by `retrouver`
    evenement.respondWith(fetch(demande).catch(() => sansReseau(adresse)));
  } else if (FICHIERS.includes(adresse.pathname) && adresse.pathname !== HORS_LIGNE) {
    evenement.respondWith(caches.match(request).then((garde) => garde ?? fetch(request)));
  }
});
{% endautoescape %}
