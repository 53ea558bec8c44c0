/* Record one's voice: <div data-enregistreur data-maximum="180">. Says « enregistre » with the file when it stops, and
   without it when one starts again. Nothing leaves the device here. */

const ESSAIS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
const EXTENSIONS = { "audio/webm": "webm", "audio/mp4": "m4a", "audio/ogg": "ogg" };
const minutes = (s) => `${Math.floor(s / 60)}:${String(Math.floor(s % 60)).padStart(2, "0")}`;

const installer = (boite) => {
  const [bouton, ecouter, retirer] = ["enregistrer", "ecouter", "retirer"].map((nom) => boite.querySelector(`[data-geste="${nom}"]`));
  const [niveau, temps, phrase] = ["niveau", "temps", "phrase"].map((nom) => boite.querySelector(`[data-${nom}]`));
  const maximum = Number(boite.dataset.maximum);
  let enregistreur = null;
  let son = null;
  let lecture = null;

  const etat = (nom) => {
    boite.dataset.etat = nom;
    boite.querySelectorAll("[data-pour]").forEach((e) => (e.hidden = e.dataset.pour !== nom));
    bouton.setAttribute("aria-pressed", nom === "parle");
    ecouter.hidden = nom !== "fini";
    if (retirer) retirer.hidden = nom !== "fini";
  };
  const dire = (fichier) => boite.dispatchEvent(new CustomEvent("enregistre", { bubbles: true, detail: { fichier } }));
  const taire = () => {
    lecture?.pause();
    ecouter.setAttribute("aria-pressed", "false");
  };

  /* The louder one speaks, the longer the bar: a child sees that the tablet hears. */
  const mesurer = (flux) => {
    const contexte = new AudioContext();
    const analyse = contexte.createAnalyser();
    analyse.fftSize = 512;
    contexte.createMediaStreamSource(flux).connect(analyse);
    const donnees = new Uint8Array(analyse.fftSize);
    const debut = performance.now();
    const pas = () => {
      if (enregistreur?.state !== "recording") {
        contexte.close();
        niveau.style.setProperty("--niveau", 0);
        return;
      }
      analyse.getByteTimeDomainData(donnees);
      const creux = donnees.reduce((plus, valeur) => Math.max(plus, Math.abs(valeur - 128)), 0) / 128;
      niveau.style.setProperty("--niveau", Math.min(1, creux * 1.8).toFixed(2));
      const secondes = (performance.now() - debut) / 1000;
      temps.textContent = minutes(secondes);
      if (secondes >= maximum) enregistreur.stop();
      else requestAnimationFrame(pas);
    };
    pas();
  };

  const commencer = async () => {
    taire();
    phrase.hidden = true;
    let flux;
    try {
      flux = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      phrase.textContent = boite.dataset.sansMicro;
      phrase.hidden = false;
      return;
    }
    const type = ESSAIS.find((t) => MediaRecorder.isTypeSupported(t));
    enregistreur = new MediaRecorder(flux, { ...(type && { mimeType: type }), audioBitsPerSecond: 48_000 });
    const morceaux = [];
    const depart = performance.now();
    enregistreur.addEventListener("dataavailable", ({ data }) => data.size && morceaux.push(data));
    enregistreur.addEventListener("stop", () => {
      flux.getTracks().forEach((piste) => piste.stop());
      const nature = enregistreur.mimeType.split(";")[0];
      son = new File(morceaux, `${boite.dataset.nom}.${EXTENSIONS[nature] ?? "webm"}`, { type: nature });
      temps.textContent = minutes((performance.now() - depart) / 1000);
      etat("fini");
      dire(son);
    });
    dire(null);
    enregistreur.start(1000);
    etat("parle");
    mesurer(flux);
  };

  bouton.addEventListener("click", () => (enregistreur?.state === "recording" ? enregistreur.stop() : commencer()));
  ecouter.addEventListener("click", () => {
    if (ecouter.getAttribute("aria-pressed") === "true") return taire();
    const adresse = URL.createObjectURL(son);
    lecture = new Audio(adresse);
    const finir = () => {
      ecouter.setAttribute("aria-pressed", "false");
      URL.revokeObjectURL(adresse);
    };
    lecture.addEventListener("ended", finir);
    lecture.addEventListener("pause", finir);
    ecouter.setAttribute("aria-pressed", "true");
    return lecture.play();
  });
  retirer?.addEventListener("click", () => {
    boite.dispatchEvent(new CustomEvent("oublier"));
    dire(null);
    bouton.focus();
  });
  boite.addEventListener("oublier", () => {
    taire();
    son = null;
    temps.textContent = "0:00";
    etat("pret");
  });
  addEventListener("pagehide", () => enregistreur?.state === "recording" && enregistreur.stop());
  etat("pret");
};

const peut = navigator.mediaDevices?.getUserMedia && window.MediaRecorder;
const preparer = (racine) =>
  racine.querySelectorAll("[data-enregistreur]:not([data-etat])").forEach((boite) => {
    if (peut) installer(boite);
    else boite.dataset.etat = "impossible";
  });
preparer(document);
/* Who sends while they speak means what they said: it stops, then the form leaves, with it. Before anybody else hears of that sending. */
addEventListener(
  "submit",
  (evenement) => {
    const { target: formulaire, submitter } = evenement;
    const boite = formulaire.querySelector('[data-enregistreur][data-etat="parle"]');
    if (!boite) return;
    evenement.preventDefault();
    evenement.stopImmediatePropagation();
    boite.addEventListener("enregistre", () => setTimeout(() => formulaire.requestSubmit(submitter)), { once: true });
    boite.querySelector('[data-geste="enregistrer"]').click();
  },
  true,
);
document.body.addEventListener("htmx:load", ({ target }) => preparer(target));
