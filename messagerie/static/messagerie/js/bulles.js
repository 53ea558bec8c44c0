/* The messages of a thread: a frame received becomes a bubble, or changes the one that is there. One pattern serves the
   server and this script (messagerie/fils/_bulle.html). */

const echange = document.getElementById("echange");
const liste = document.getElementById("recents");

if (echange && liste) {
  const mots = echange.dataset;
  const patron = (nom) => document.getElementById(`modele-${nom}`).content.firstElementChild.cloneNode(true);
  const champ = (bulle, nom) => bulle.querySelector(`[data-champ="${nom}"]`);
  const montrer = (element, oui) => (element.hidden = !oui);
  let curseurs = JSON.parse(document.getElementById("curseurs")?.textContent || "[]");

  const piece = ({ nature, adresse, vignette, nom, taille, duree }) => {
    if (nature === "image") {
      const lien = patron("piece-image");
      lien.href = adresse;
      Object.assign(lien.firstElementChild, { src: vignette, alt: nom });
      return lien;
    }
    if (nature === "son") {
      const son = patron("piece-son");
      son.classList.toggle("son--su", Boolean(duree));
      Object.assign(son.firstElementChild, { src: adresse, ariaLabel: nom });
      Object.assign(son.lastElementChild, { textContent: duree, hidden: !duree });
      return son;
    }
    const lien = patron("piece-document");
    lien.href = adresse;
    lien.querySelector("bdi").textContent = nom;
    lien.querySelector("b > span").textContent = taille;
    return lien;
  };

  const remplir = (bulle, m) => {
    const moi = m.auteur === mots.moi;
    bulle.id = `m${m.numero ?? m.uuid}`;
    Object.assign(bulle.dataset, { uuid: m.uuid, numero: m.numero ?? "", revision: m.revision, jour: m.jour });
    bulle.classList.toggle("bulle--moi", moi);
    bulle.toggleAttribute("data-attend", m.attend);
    bulle.classList.toggle("bulle--part-demain", m.attend || Boolean(m.etat));
    bulle.classList.toggle("bulle--retiree", m.est_rappele);
    champ(bulle, "nom").textContent = m.nom;
    montrer(champ(bulle, "nom"), !moi);
    montrer(champ(bulle, "urgent"), m.est_urgent);
    const cite = champ(bulle, "reponse");
    montrer(cite, m.reponse);
    if (m.reponse) {
      cite.href = m.reponse.adresse;
      cite.querySelector("b").textContent = m.reponse.nom;
      cite.querySelector("span").textContent = m.reponse.extrait;
    }
    const texte = champ(bulle, "texte");
    const dit = m.est_rappele ? mots.retire : m.texte;
    if (texte.textContent !== dit) bulle.querySelector(".traduction")?.remove(); // of words that are there no more
    texte.textContent = dit;
    montrer(texte, m.texte || m.est_rappele);
    const ecouter = bulle.querySelector("[data-lire]"); // on a pupil's page
    if (ecouter) ecouter.dataset.lire = `${m.nom} : ${m.texte}`;
    const pieces = champ(bulle, "pieces");
    // What is there stays: somebody listens to it, while another one reacts.
    const tenues = [...pieces.querySelectorAll("a, audio")].map((e) => e.getAttribute("href") ?? e.getAttribute("src"));
    if (tenues.join() !== m.pieces.map(({ adresse }) => adresse).join()) pieces.replaceChildren(...m.pieces.map(piece));
    montrer(pieces, m.pieces.length);
    const heure = champ(bulle, "heure");
    heure.textContent = m.heure;
    heure.dateTime = m.le;
    const modifie = champ(bulle, "modifie");
    modifie.textContent = m.est_automatique ? mots.automatique : mots.modifie;
    montrer(modifie, m.est_modifie || m.est_automatique);
    champ(bulle, "reactions").replaceChildren(
      ...Object.entries(m.reactions).map(([signe, n]) => {
        const modele = document.getElementById("modele-signes").content.querySelector(`[data-signe="${signe}"]`).cloneNode(true);
        modele.append(` ${n}`);
        return modele;
      }),
    );
    champ(bulle, "marque").textContent = m.etat ?? (m.attend ? mots.part.replace("%s", m.part) : "");
    const plus = champ(bulle, "plus");
    montrer(plus, m.id && !m.est_rappele);
    if (m.id) plus.href = `/messages/message/${m.id}/`;
    plus.setAttribute("aria-label", mots.direGestes.replace("{nom}", m.nom).replace("{heure}", m.heure));
  };

  /* Under one's own messages, what became of them. A name where names may be said, else a figure. */
  const marquer = () => {
    const miennes = [...echange.querySelectorAll(".bulle--moi[data-numero]:not([data-numero=''])")];
    for (const bulle of miennes) {
      const numero = Number(bulle.dataset.numero);
      const vus = curseurs.filter((c) => c.lu >= numero);
      const noms = vus.map((c) => c.nom).filter(Boolean);
      let mot = mots.envoye;
      if (noms.length && noms.length <= 3) mot = mots.luPar.replace("%s", noms.join(", "));
      else if (vus.length) mot = vus.length === 1 ? mots.luParUn : mots.luParNombre.replace("%s", vus.length);
      else if (curseurs.some((c) => c.recu >= numero)) mot = mots.recu;
      champ(bulle, "marque").textContent = mot;
    }
  };

  /* By its number; one that has none yet, by what its author's browser drew: another's message never takes its place. */
  const siennes = (m) => [...echange.querySelectorAll(`.bulle[data-uuid="${m.uuid}"]`)].filter((b) => b.matches(".bulle--moi") === (m.auteur === mots.moi));
  const trouver = (m) => (m.numero && document.getElementById(`m${m.numero}`)) || siennes(m).find((b) => !b.dataset.numero);
  /* The school has it already, and its author's device was not told: it is not shown once more, as what waits. */
  const dejaPartie = (m) => (m.numero ? null : siennes(m).find((b) => b.dataset.numero));

  /* In order: after the last that left before it; what waits stays at the end. */
  const placer = (bulle, m) => {
    const suivante = [...liste.querySelectorAll(".bulle")].find(
      (b) => b !== bulle && (b.dataset.numero === "" ? m.numero : m.numero && Number(b.dataset.numero) > m.numero),
    );
    liste.insertBefore(bulle, suivante ?? null);
    let avant = bulle.previousElementSibling;
    while (avant && !avant.dataset.jour) avant = avant.previousElementSibling;
    if (avant?.dataset.jour !== m.jour && m.jour_dit) {
      const jour = patron("jour");
      jour.dataset.jour = m.jour;
      jour.textContent = m.jour_dit;
      liste.insertBefore(jour, bulle);
    }
  };

  /* Taken back before it left: nobody else saw it, nothing stays of it, nor of a day that held it alone. */
  const enlever = (bulle) => {
    const jour = bulle.previousElementSibling;
    if (jour?.matches(".jour") && !bulle.nextElementSibling?.matches(".bulle")) jour.remove();
    bulle.remove();
  };

  globalThis.bulles = {
    poser: (m) => {
      const partie = dejaPartie(m);
      if (partie) return partie;
      let bulle = trouver(m);
      if (m.est_rappele && !m.numero) return bulle && enlever(bulle);
      if (bulle && Number(bulle.dataset.revision) > m.revision) return bulle;
      const neuve = !bulle;
      bulle ??= patron("bulle");
      const change = neuve || bulle.dataset.numero !== String(m.numero ?? "");
      remplir(bulle, m);
      if (change && liste.contains(bulle) | neuve) placer(bulle, m);
      echange.querySelector("[data-vide]")?.remove();
      marquer();
      return bulle;
    },
    curseurs: (neufs) => {
      curseurs = neufs;
      marquer();
    },
    /* What the school holds until its hour; what waits for the network is not in it. */
    attendent: () => [...liste.querySelectorAll(".bulle[data-attend]")].map((b) => b.dataset.uuid),
    enlever: (uuid) => liste.querySelectorAll(`.bulle[data-attend][data-uuid="${uuid}"]`).forEach(enlever),
    retirer: (uuid) => echange.querySelector(`.bulle[data-uuid="${uuid}"][data-numero=""]`)?.remove(),
  };
  marquer();
}
