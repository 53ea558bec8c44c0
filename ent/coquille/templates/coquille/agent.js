{% autoescape off %}/* Keeps the frame of the product, so that a page without network is still a page of the product. Pages of people are
   not kept: a lent tablet must not tell what the previous reader saw. One exception, on a person's own device, of what rooms named
   (ent/coquille/agent.py): what it copied, and pages as they were read, are read here when the network is cut, and forgotten at sign-out,
   as soon as anybody else or nobody is there, and once their reader's rights are others. */
const CADRE = "cadre-{{ version }}";
const FICHIERS = [{% for fichier in fichiers %}"{{ fichier }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const HORS_LIGNE = "/hors-ligne/";
const COPIE = "copie-";
const ACCUEIL = "{% repere "accueil" %}";
const SORTIR = "{% repere "sortie" %}";
const SORTIES = [SORTIR, "{% repere "mur" %}"]; // a person's way out, and a pupil's, back to the wall
const SORTIE = "sortie"; // the one that was asked without network
const QUI_EST_LA = "{% repere "qui_est_la" %}";
const ABONNER = "{% repere "abonner" %}";
const COPIEES = [{% for copie in copies %}{ page: "{{ copie.adresse }}", lueA: /{{ copie.lue_a }}/ }{% if not forloop.last %}, {% endif %}{% endfor %}];

const ENTETE = "{{ entete }}"; // whose an answer is, under which rights, whether it may be kept
const PARTAGE = "{% repere "partage" %}";
const RENOUVELER = "{% repere "copies" %}";
// In a copy, beside pages by their address: its rights, and images. Of an answer that is kept: when.
const DROITS = "/droits", IMAGE = "/image:", LE = "X-Le";
const [PAGES, IMAGES, HABITS, OCTETS, VIEILLE] = [60, 60, 40, 330_000, 3_600_000]; // 20 MB of images
const DITS = { {% for langue, phrase, refaire, moment in dits %}{{ langue }}: ["{{ phrase|escapejs }}", "{{ refaire|escapejs }}", "{{ moment|escapejs }}"]{% if not forloop.last %}, {% endif %}{% endfor %} };

const copies = async () => (await caches.keys()).filter((nom) => nom.startsWith(COPIE));
const oublier = async () => Promise.all((await copies()).map((nom) => caches.delete(nom)));
const nePlusPrevenir = async () => (await self.registration.pushManager?.getSubscription())?.unsubscribe();
const sansReseau = async ({ pathname, search }) => {
  const [nom] = await copies();
  const cache = nom && (await caches.open(nom));
  const gardee = await cache?.match(pathname + search);
  if (gardee) return relire(gardee, cache);
  if (pathname === PARTAGE) return enMots("data-partage");
  const copiee = COPIEES.find(({ lueA }) => lueA.test(pathname));
  return (copiee && (await cache?.match(copiee.page))) ?? caches.match(HORS_LIGNE);
};

const enMots = async (quoi) =>
  new Response((await (await caches.match(HORS_LIGNE)).text()).replace(`<p hidden ${quoi}>`, `<p ${quoi}>`), { headers: { "Content-Type": "text/html; charset=utf-8" } });

const aQui = (reponse) => {
  const [qui, droits, garder] = (reponse.headers.get(ENTETE) ?? "").split(" ");
  return { qui, droits, garder };
};
/* Who is there changes while answers are on their way: what was asked before that is kept no more when it comes, whoever it is of. */
let tour = 0, dernier; // of whom the last answer was: not known by a worker that has just started
const partir = () => {
  tour += 1;
  return oublier();
};
/* Whose an answer is decides what stays: anybody else's copy goes, each of them where nobody is, and theirs once they read of others than
   they did. Gives the copy where this answer may be kept. */
const obeir = async (reponse) => {
  const { qui, droits } = aQui(reponse);
  const mienne = COPIE + qui;
  const demarre = dernier === undefined;
  if (!qui || (!demarre && qui !== dernier)) tour += 1;
  dernier = qui;
  const noms = await copies();
  if (demarre && qui && noms.some((nom) => nom !== mienne)) tour += 1;
  await Promise.all(noms.filter((nom) => nom !== mienne).map((nom) => caches.delete(nom)));
  if (droits === "-") return noms.includes(mienne) ? caches.open(mienne) : null;
  const sus = noms.includes(mienne) ? await (await (await caches.open(mienne)).match(DROITS))?.text() : undefined;
  if (sus !== undefined && sus !== droits) await caches.delete(mienne);
  if (!droits) return null;
  const cache = await caches.open(mienne);
  if (sus !== droits) await cache.put(DROITS, new Response(droits));
  return cache;
};
const HABIT = /\/\w+\.[0-9a-f]{12}\.(?:css|js|svg)/g; // what pages are dressed in, by its digest: of nobody
const LIE = /(?:href|src)="(\/\w+\.[0-9a-f]{12}\.(?:css|js|svg))["#]/g; // where the page itself asks for it: never what somebody wrote
/* Only what never changes under that name: between two versions, an older server answers its own under any. */
const habiller = async (cache, habit) => {
  const reponse = await fetch(habit).catch(() => null);
  if (reponse?.ok && reponse.headers.get("Cache-Control")?.includes("immutable")) await cache.put(habit, reponse);
};
const estPage = (cle) => !cle.startsWith(IMAGE) && cle !== DROITS && cle.search(HABIT) !== 0 && !COPIEES.some(({ page }) => page === cle);
const estImage = (cle) => cle.startsWith(IMAGE);
const estHabit = (cle) => cle.search(HABIT) === 0;
/* The last read come last. A copy that was deleted meanwhile takes this one away with it. */
const ranger = async (cache, cle, reponse) => {
  const corps = await reponse.blob();
  if (estImage(cle) && corps.size > OCTETS) return;
  if (estPage(cle)) {
    for (const habit of new Set([...(await corps.text()).matchAll(LIE)].map(([, lie]) => lie))) if (!(await cache.match(habit))) await habiller(cache, habit);
  }
  const entetes = new Headers(reponse.headers);
  entetes.delete("Content-Encoding");
  entetes.set(LE, Date.now());
  await cache.delete(cle);
  await cache.put(cle, new Response(corps, { headers: entetes }));
  const cles = (await cache.keys()).map(adresseDe);
  for (const [genre, nombre] of [[estPage, PAGES], [estImage, IMAGES], [estHabit, HABITS]]) {
    for (const trop of cles.filter(genre).slice(0, -nombre)) await cache.delete(trop);
  }
};
const adresseDe = ({ url }) => url.slice(location.origin.length);

/* What a page said as an answer to what was just done, with its « Annuler » (coquille/_avis.html): once. */
const DIT = /<div class="messages" role="status">(?:\s*<div class="avis [^]*?<\/div>)*\s*<\/div>/;
/* A page as it was read, which says when, and which of its links ask for the network. */
const relire = async (gardee, cache) => {
  const lisibles = new Set((await cache.keys()).map(adresseDe));
  const seLit = (adresse) => lisibles.has(adresse) || COPIEES.some(({ page, lueA }) => lisibles.has(page) && lueA.test(adresse.split("?")[0]));
  const page = await gardee.text();
  const langue = /<html lang="(\w+)/.exec(page)?.[1] ?? "fr";
  const [phrase, refaire, moment] = DITS[langue] ?? DITS.fr;
  const le = new Date(Number(gardee.headers.get(LE)));
  // As every page writes them (socle/dates.py), and not as a browser does: it says « 4:56 م », and « on » twice in Tamil.
  const jour = le.toLocaleDateString(langue === "en" ? "en-GB" : langue, { weekday: "long", day: "numeric", month: "long" });
  const [h, min] = [le.getHours(), String(le.getMinutes()).padStart(2, "0")];
  const [leJour, heure] = langue === "fr" ? [jour.replace(" 1 ", " 1er "), `${h}\u00a0h\u00a0${min}`] : [jour, `${h}:${min}`];
  const dit = moment.replace("%(jour)s", leJour).replace("%(heure)s", heure);
  const avis = `<div class="avis avis--attente" role="status" data-gardee>{% icone "hors-ligne" %}<p>${phrase.replace("%s", dit)}</p><p><a href="">${refaire}</a></p></div>`;
  const dite = page
    .replace(DIT, "")
    .replace(/(<a [^>]*?href=")(\/[^"#]*)(#[^"]*)?"/g, (lien, avant, adresse) => (seLit(adresse.replaceAll("&amp;", "&")) ? lien : `${lien} data-reseau`))
    .replace(/<main [^>]*>/, (main) => main + avis);
  return new Response(dite, { headers: gardee.headers });
};

/* Quietly, once its reader is at home: what they have not opened, what is an hour old; and what is read no more goes. */
const renouveler = async (jeton) => {
  const [nom] = await copies();
  const cles = nom ? (await (await caches.open(nom)).keys()).map(adresseDe) : [];
  const dites = new URLSearchParams();
  for (const cle of cles.filter((une) => estPage(une) || estImage(une))) {
    dites.append("a", cle.replace(IMAGE, ""));
    dites.append("m", (estImage(cle) && (await caches.match(cle))?.headers.get("ETag")) || "");
  }
  const alors = tour;
  const reponse = await fetch(RENOUVELER, { method: "POST", redirect: "manual", headers: { "X-CSRFToken": jeton }, body: dites });
  if (reponse.type === "opaqueredirect") return partir();
  if (!reponse.ok || alors !== tour) return;
  const cache = await obeir(reponse);
  const { garder, oublier: perdues, changees } = await reponse.json();
  // Lists named what is read no more: pages go, and come again.
  const pages = perdues.length ? cles.filter(estPage) : [];
  // An image that was blurred since, under the same address, goes too.
  await Promise.all([...pages, ...[...perdues, ...changees].map((adresse) => IMAGE + adresse)].map((cle) => cache.delete(cle)));
  for (const adresse of garder) {
    const la = await cache.match(adresse);
    const estDite = la?.headers.get("Content-Language") === reponse.headers.get("Content-Language"); // in the language that its reader chose since
    if (estDite && Math.abs(Date.now() - la.headers.get(LE)) < VIEILLE) continue; // of a day to come: the clock was wrong
    const page = await fetch(adresse, { redirect: "manual", cache: "no-store", headers: { "X-Copie": "1" } });
    if (aQui(page).garder && aQui(page).qui === aQui(reponse).qui) await ranger(cache, adresse, page);
    else await cache.delete(adresse);
  }
};
addEventListener("message", (evenement) => {
  if (evenement.data?.renouveler) evenement.waitUntil(renouveler(evenement.data.renouveler).catch(() => {}));
});

/* The page without network is read in the language of who was there last. */
let parlee; // the one that it was asked in
const parler = async (reponse) => {
  const langue = reponse.headers.get("Content-Language");
  if (!langue || langue === parlee) return;
  parlee = langue;
  const cadre = await caches.open(CADRE);
  if ((await cadre.match(HORS_LIGNE))?.headers.get("Content-Language") !== langue) await cadre.add(new Request(HORS_LIGNE, { cache: "reload" }));
};

const lesGardees = new Set(); // pages on the screen whose images are kept too
const suivre = async (reponse, adresse, alors) => {
  const { qui, garder } = aQui(reponse);
  if (!reponse.headers.has(ENTETE) && reponse.status !== 200) return; // of what stands before the product: it says nothing of who is there
  if (qui && alors !== tour) return;
  const cache = await obeir(reponse);
  const cle = adresse.pathname + adresse.search;
  if (cache && garder) await ranger(cache, cle, reponse);
  else if ([403, 404, 410].includes(reponse.status)) await cache?.delete(cle);
};
/* Who went out without network is out before anything else is read here: the session was still there for whoever came next. */
const sortirPlusTard = async (request, { pathname }) => {
  const double = request.clone();
  try {
    const reponse = await fetch(request);
    await partir(); // what was asked before the school heard of it
    return reponse;
  } catch {
    await (await caches.open(SORTIE)).put(pathname, new Response(await double.blob()));
    return caches.match(HORS_LIGNE);
  }
};
const sortirEnfin = async () => {
  if (!(await caches.has(SORTIE))) return null;
  const cache = await caches.open(SORTIE);
  const [demandee] = await cache.keys();
  const demande = demandee && (await cache.match(demandee));
  const reponse = demande && (await fetch(demandee.url, { method: "POST", redirect: "manual", body: await demande.blob() }));
  if (reponse?.status >= 500) return null; // restarting: it is asked again
  await caches.delete(SORTIE);
  return reponse?.type === "opaqueredirect" ? reponse : null; // else somebody else is there already
};
const naviguer = async (evenement, demande, adresse) => {
  let reponse, alors;
  try {
    reponse = await sortirEnfin();
    alors = tour;
    reponse ??= await fetch(demande);
  } catch {
    return sansReseau(adresse);
  }
  const estUnePage = reponse.headers.get("Content-Type")?.startsWith("text/html") && reponse.status < 500 && adresse.pathname !== HORS_LIGNE;
  if (estUnePage) {
    if (aQui(reponse).garder) lesGardees.add(evenement.resultingClientId);
    evenement.waitUntil(suivre(reponse.clone(), adresse, alors).catch(() => {}));
    evenement.waitUntil(parler(reponse).catch(() => {}));
  }
  return reponse;
};
const UNE_IMAGE = /\/[0-9a-f-]{36}\/\d+$/;
const surUneGardee = async (id) => lesGardees.has(id) || Boolean(await caches.match(adresseDe((await clients.get(id)) ?? location)));
const montrer = async (evenement, { pathname }) => {
  const { request, clientId } = evenement;
  try {
    const reponse = await fetch(request);
    const { qui, garder } = aQui(reponse);
    if (garder && reponse.status === 200 && (await surUneGardee(clientId)) && (await copies()).includes(COPIE + qui)) {
      const double = reponse.clone();
      evenement.waitUntil(caches.open(COPIE + qui).then((cache) => ranger(cache, IMAGE + pathname, double)).catch(() => {}));
    } else if ([403, 404, 410].includes(reponse.status)) {
      evenement.waitUntil(copies().then((noms) => Promise.all(noms.map(async (nom) => (await caches.open(nom)).delete(IMAGE + pathname)))).catch(() => {}));
    }
    return reponse;
  } catch {
    const [nom] = await copies();
    const cache = nom && (await caches.open(nom));
    if (!UNE_IMAGE.test(pathname)) return Response.error();
    const autreTaille = (await cache?.keys())?.map(adresseDe).find((cle) => cle.startsWith(IMAGE + pathname.replace(/[^/]+$/, "")));
    return (await cache?.match(autreTaille ?? IMAGE)) ?? Response.error();
  }
};

addEventListener("install", (evenement) => {
  evenement.waitUntil(
    caches.open(CADRE).then((cache) => cache.addAll(FICHIERS)).then(() => self.skipWaiting()),
  );
});

addEventListener("activate", (evenement) => {
  evenement.waitUntil(
    caches.keys()
      .then((noms) => Promise.all(noms.filter((nom) => ![CADRE, SORTIE].includes(nom) && !nom.startsWith(COPIE)).map((nom) => caches.delete(nom))))
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
   outbox, which its owner's next page empties. A page gone back to bears the number of its first sending: said otherwise, it is one more. */
const dit = ({ champs, fichiers }) => JSON.stringify([champs, fichiers.map(({ champ, nom, contenu }) => [champ, nom, contenu.size])]);
const garder = async (adresse, formulaire) => {
  const champs = [...formulaire].filter(([nom]) => nom !== "csrfmiddlewaretoken");
  const mots = champs.filter(([, v]) => typeof v === "string");
  const dits = new Map(mots);
  const envoi = {
    uuid: dits.get("envoi-relu") || dits.get("numero") || crypto.randomUUID(), personne: dits.get("envoye-par"), adresse: adresse.pathname + adresse.search, estUnFormulaire: true,
    titre: ["titre", "texte", "phrase", "sujet"].map((nom) => dits.get(nom)).find(Boolean)?.slice(0, 60) ?? "", le: Date.now(), champs: mots,
    fichiers: champs.filter(([, v]) => typeof v !== "string" && v.size).map(([champ, contenu]) => ({ champ, contenu, nom: contenu.name })),
  };
  const aPart = (la) => (la && !dits.has("envoi-relu") && dit(la) !== dit(envoi) ? { ...envoi, uuid: crypto.randomUUID() } : envoi);
  await mettre("boite-d-envoi", "envois", envoi, (base) => base.createObjectStore("envois", { keyPath: "uuid" }).createIndex("personne", "personne"), aPart);
};
/* `selon`: what is put, of what is there under its key. */
const mettre = async (nom, magasin, valeur, preparer, selon) => {
  const base = await new Promise((reussir, echouer) => {
    const demande = indexedDB.open(nom, 1);
    demande.onupgradeneeded = () => preparer(demande.result);
    demande.onsuccess = () => reussir(demande.result);
    demande.onerror = () => echouer(demande.error);
  });
  await new Promise((reussir, echouer) => {
    const ecriture = base.transaction(magasin, "readwrite");
    const la = ecriture.objectStore(magasin);
    if (selon) la.get(valeur.uuid).onsuccess = ({ target }) => la.put(selon(target.result));
    else la.put(valeur);
    ecriture.oncomplete = reussir;
    ecriture.onabort = ecriture.onerror = echouer;
  });
  base.close();
};
/* Photos that the phone shares: they bear no token, so that no server takes them. They wait here until their owner says where they go
   (partage.js), whether the network is there or not. */
const [PHOTOS, TROP] = [20, 100_000_000];
const recevoir = async (request) => {
  let octets = 0;
  try {
    const photos = (await request.formData()).getAll("photos").filter((f) => typeof f !== "string" && f.size && f.type.startsWith("image/")).slice(0, PHOTOS);
    const fichiers = photos.filter(({ size }) => (octets += size) < TROP).map((contenu) => ({ contenu, nom: contenu.name }));
    const [dePersonne] = (await copies()).map((nom) => nom.slice(COPIE.length)); // whose device this is, where it keeps what they read
    if (fichiers.length) await mettre("partage", "partages", { le: Date.now(), fichiers, personne: dePersonne }, (base) => base.createObjectStore("partages", { autoIncrement: true }));
  } catch {
    // The page says that nothing came.
  }
  return Response.redirect(PARTAGE, 303);
};
const ouGarder = async (request, adresse) => {
  const double = request.clone();
  try {
    return await fetch(request);
  } catch {
    // Another site's form never waits here: it would leave with its reader's own token.
    if (!request.referrer.startsWith(`${location.origin}/`)) return caches.match(HORS_LIGNE);
    try {
      const formulaire = await double.formData();
      // What no device keeps (health), or may not be sent again without harm, is not said to be safe.
      if (!formulaire.has("envoye-par") || !(formulaire.has("numero") || formulaire.has("version"))) return enMots("data-perdu");
      await garder(adresse, formulaire);
      return enMots("data-garde");
    } catch {
      return enMots("data-perdu");
    }
  }
};

/* « Retour » over a page that answered a sending: the browser asks its cache alone, which keeps no page of a person. Nothing is sent
   again: the page that held the form is shown, or the address itself where that one opens by a sending only. */
const DEJA_ENVOYE = ["only-if-cached", "force-cache"];
const retrouver = async (referrer, adresse) => {
  for (const voulue of [referrer, adresse.href].filter((a) => a.startsWith(`${location.origin}/`))) {
    if (await fetch(voulue, { headers: { "X-Copie": "1" } }).then(({ ok }) => ok, () => true)) return Response.redirect(voulue, 303);
  }
  return Response.redirect("{% repere "accueil" %}", 303);
};

addEventListener("fetch", (evenement) => {
  const { request } = evenement;
  const adresse = new URL(request.url);
  if (adresse.origin !== location.origin) return;
  if (request.method === "POST" && adresse.pathname === SORTIR) evenement.waitUntil(Promise.allSettled([partir(), nePlusPrevenir(), indexedDB.deleteDatabase("partage")]));
  const estDIci = !request.referrer || request.referrer.startsWith(`${location.origin}/`); // another site's form shares nothing
  if (request.method === "POST" && SORTIES.includes(adresse.pathname) && request.mode === "navigate" && estDIci) evenement.respondWith(sortirPlusTard(request, adresse));
  else if (request.method === "POST" && adresse.pathname === PARTAGE && estDIci) evenement.respondWith(recevoir(request));
  else if (request.method === "POST" && request.mode === "navigate") {
    evenement.respondWith(DEJA_ENVOYE.includes(request.cache) ? retrouver(request.referrer, adresse) : ouGarder(request, adresse));
  }
  if (request.method !== "GET") return;
  if (request.mode === "navigate") {
    const demande = request.cache === "only-if-cached" ? new Request(request, { cache: "default" }) : request; // led here by `retrouver`
    evenement.respondWith(naviguer(evenement, demande, adresse));
  } else if (estHabit(adresse.pathname) || (FICHIERS.includes(adresse.pathname) && adresse.pathname !== HORS_LIGNE)) {
    evenement.respondWith(caches.match(request).then((garde) => garde ?? fetch(request)));
  } else if (request.destination === "image") {
    evenement.respondWith(montrer(evenement, adresse));
  }
});
{% endautoescape %}
