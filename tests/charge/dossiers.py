"""Dossiers de liaison of a cohort, from one instance to another: two databases, a server with TLS between them, a process that sends and one that checks.

Run inside a site: `ecole N P` makes N pupils with P photos each and what their families let go, `college KEY` opens the école there, `envoyer PORT CERT` sends
all, `verifier I N` checks the I-th share of N of what came, `compter P` says how many are whole. Sending, taking and checking each say what they added to their processes and whether these grew (`memoire`).
"""

import io
import json
import os
import sys
import time
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from .memoire import Balance, enfants
from .services import OUVRIERS, Lieux, gunicorn, module

DOSSIERS = int(os.environ.get("ENT_CHARGE_DOSSIERS", "120"))
PHOTOS = 20  # of a dossier
# MB that sending, taking and checking may each add, and grow from the first dossier to the last.
MEMOIRE, DERIVE = 200, 20
HOTE = "agenda.exemple.fr"  # of the certificate that tests make


def mesurer(carnet, lieux: Lieux, port: int, sauf: Collection[str]) -> None:
    """`lieux` holds « vide ». A cohort of which one dossier is not whole at the other end has no speed: it stops there, and says what became of each."""
    if "dossiers" in sauf:
        return
    from tests.services.continuite.produit import _certificat

    print(f"\ndossier_cohorte : {DOSSIERS} dossiers de {PHOTOS} photos, entre deux instances", flush=True)
    for nom in ("ecole", "college"):
        lieux.creer(nom, modele="vide")
    certificat, cle = _certificat(lieux.dossier)
    jwk = module(lieux.environnement("ecole"), "tests.charge.dossiers", "ecole", str(DOSSIERS), str(PHOTOS))
    module(lieux.environnement("college"), "tests.charge.dossiers", "college", jwk)
    tls = ("--certfile", str(certificat), "--keyfile", str(cle))
    college = lieux.environnement("college") | {"ENT_DOMAINES": f"{HOTE},127.0.0.1"}
    with gunicorn("config.wsgi:application", port, college, *tls) as serveur:
        _chauffer(port, certificat)
        with Balance(enfants(serveur.pid)) as prise:
            part = json.loads(
                module(lieux.environnement("ecole"), "tests.charge.dossiers", "envoyer", str(port), str(certificat))
            )
    arrive = _verifier_a_plusieurs(lieux.environnement("college"))
    recus = json.loads(module(lieux.environnement("college"), "tests.charge.dossiers", "compter", str(PHOTOS)))
    print(f"  {part['mo']} Mo ; {part['reprises']} envois repris ; là-bas : {recus['etats']}", flush=True)
    carnet.noter("dossier_cohorte_recus", recus["entiers"], "dossiers", f"≥ {DOSSIERS}")
    if recus["entiers"] != DOSSIERS:
        raise SystemExit("Des dossiers de la cohorte ne sont pas arrivés entiers : rien d’autre n’en est dit.")
    prise_dite = {"ajoutes": prise.ajoutes, "derive": prise.derive}
    carnet.noter("dossier_cohorte_photo", 1000 * recus["photo"], "ms de processeur")
    for nom, dit in (("envoi", part), ("prise", prise_dite), ("controle", arrive)):
        if "secondes" in dit:
            carnet.noter(f"dossier_cohorte_{nom}", 60 * DOSSIERS / dit["secondes"], "par min")
            carnet.noter(f"dossier_cohorte_{nom}_processeur", 1000 * dit["processeur"] / DOSSIERS, "ms chacun")
        carnet.noter(f"dossier_cohorte_{nom}_memoire", dit["ajoutes"], "Mo", f"≤ {MEMOIRE}")
        carnet.noter(f"dossier_cohorte_{nom}_derive", dit["derive"], "Mo", f"≤ {DERIVE}")


def _verifier_a_plusieurs(env: dict[str, str]) -> dict[str, float]:
    """By as many workers as there are processes of a server, each its own share: the slowest, the heaviest, and what all took of the processor."""
    with ThreadPoolExecutor(OUVRIERS) as pool:
        parts = pool.map(
            lambda rang: json.loads(module(env, "tests.charge.dossiers", "verifier", str(rang), str(OUVRIERS))),
            range(OUVRIERS),
        )
        lues = list(parts)
    pires = {nom: max(lue[nom] for lue in lues) for nom in ("secondes", "ajoutes", "derive")}
    return pires | {"processeur": sum(lue["processeur"] for lue in lues)}


def _chauffer(port: int, certificat: Path) -> None:
    """Each process of the server has served a page: what it weighs at rest is known."""
    import http.client
    import ssl

    tls = ssl.create_default_context(cafile=str(certificat))
    tls.check_hostname = False
    for _fois in range(20):
        connexion = http.client.HTTPSConnection("127.0.0.1", port, context=tls, timeout=30)
        connexion.request("GET", "/dossiers/echange/schema-1.json", headers={"host": HOTE})
        assert connexion.getresponse().status == 200
        connexion.close()


# --- Inside a site ---------------------------------------------------------------------------------------------------------
def _ecole(combien: int, photos: int) -> str:
    from config.demonstration.distribution import semer
    from ent.annuaire.models import Inscription, Personne, Responsabilite
    from ent.services.liaison.actions import cles, correspondants, montrer, preparation
    from ent.services.liaison.models import Avis, Dossier, FichierDePiece, Piece

    d = semer()
    correspondants.ouvrir(etablissement=d.college, adresse="https://a.fr", auteur=d.operateur)
    for n in range(combien):
        eleve = Personne.objects.create(prenom=f"Enfant {n}", nom="Cohorte", password="!", ine=f"{n:09d}CC")
        Inscription.objects.create(eleve=eleve, classe=d.cm2, niveau="CM2", debut=d.cm2.annee.debut)
        Responsabilite.objects.create(
            adulte=d.mere,
            enfant=eleve,
            etablissement=d.elementaire,
            lien="mere",
            debut=d.cm2.annee.debut,
            autorite=Responsabilite.Autorite.CONFIRMEE,
        )
    fin = d.cm2.annee.fin
    campagne = preparation.ouvrir_campagne(
        classe=d.cm2, auteur=d.enseignant, vers="6e", date_reponse=fin, date_envoi=fin
    )
    campagne.dossiers.exclude(eleve__nom="Cohorte").delete()
    modele = _photo(d)
    for dossier in Dossier.objects.filter(campagne=campagne).select_related("eleve", "etablissement", "campagne"):
        preparation.corriger_dossier(dossier=dossier, auteur=d.enseignant, sait="Il lit.", destination_id=d.college.pk)
        piece = Piece.objects.create(dossier=dossier, cle="t", jour=d.cm2.annee.debut, titre="Ses photos")
        for _n in range(photos):
            FichierDePiece.objects.create(piece=piece, fichier=_copie(modele))
    montrer.montrer_les(campagne=campagne, auteur=d.enseignant, dossiers=campagne.dossiers.values_list("pk", flat=True))
    for dossier in campagne.dossiers.all():
        dossier.versions.update(montree_le=campagne.ouverte_le)  # whatever the hour of the bench
        for ligne in dossier.versions.get().contenu:
            dits = {"partie": ligne["partie"], "empreinte": ligne["empreinte"], "accorde": True}
            Avis.objects.create(dossier=dossier, personne=d.mere, **dits)
    return json.dumps(cles.cle_de(d.elementaire).publique)


def _photo(d):
    """Shapes under the grain of a small sensor: half a megabyte at 1,600 pixels, where most photos of a phone make 200 to 600 kB."""
    from uuid import uuid4

    from django.core.files.base import ContentFile
    from PIL import Image

    from ent.fichiers import actions
    from ent.fichiers.registres import Destination

    tampon = io.BytesIO()
    taille = (1600, 1200)
    formes = [Image.effect_noise((160, 120), 60).resize(taille, Image.Resampling.BICUBIC) for _couleur in "RVB"]
    grain = Image.effect_noise(taille, 40).convert("RGB")
    Image.blend(Image.merge("RGB", formes), grain, 0.2).save(tampon, "JPEG", quality=80)
    contenu = ContentFile(tampon.getvalue(), name="photo.jpg")
    ou = Destination(d.elementaire, d.cm2)
    fichier, _neuf = actions.deposer(
        deposant=d.enseignant, envoi=uuid4(), contenu=contenu, nom="photo.jpg", destination=ou, attente=60
    )
    return fichier


def _copie(modele):
    """Another one, of its own objects."""
    from uuid import uuid4

    from django.core.files.base import ContentFile

    from ent.fichiers.models import Fichier
    from ent.fichiers.stockage import ecrire, stockage, tout_ou_rien

    objets = list(modele.declinaisons.all())
    copie = Fichier.objects.get(pk=modele.pk)
    copie.pk, copie.uuid, copie.envoi, copie.attache_le = None, uuid4(), uuid4(), copie.cree_le
    copie.save()
    with tout_ou_rien():
        for objet in objets:
            with stockage().open(objet.cle) as contenu:
                objet.cle = ecrire(ContentFile(contenu.read()))
            objet.pk, objet.fichier = None, copie
            objet.save()
    return copie


def _college(jwk: dict) -> str:
    from config.demonstration.distribution import semer
    from ent.services.liaison.models import Correspondant

    d = semer()
    Correspondant.objects.create(etablissement=d.elementaire, adresse="https://a.fr", cles=[jwk])
    return ""


def _envoyer(port: int, certificat: Path) -> str:
    import ssl

    from ent.services.liaison.actions import envois
    from ent.services.liaison.models import Correspondant, Dossier, Envoi
    from ent.socle import dehors

    dehors.DEHORS = dehors.Porte(
        juge=lambda adresse: adresse == "127.0.0.1",
        resoudre=lambda _hote, _port: ["127.0.0.1"],
        ports=frozenset({port}),
        tls=lambda: ssl.create_default_context(cafile=str(certificat)),
    )
    Correspondant.objects.update(adresse=f"https://{HOTE}:{port}")
    dossiers = list(Dossier.objects.filter(eleve__nom="Cohorte").select_related("campagne"))
    auteur = dossiers[0].campagne.ouverte_par

    def tous() -> dict:
        partis, restes = envois.envoyer(dossiers=dossiers, auteur=auteur)
        assert partis == len(dossiers), restes
        for pk in Envoi.objects.order_by("pk").values_list("pk", flat=True):
            envois.avancer(envoi_id=pk)
        reprises = 0
        while arretes := list(Envoi.objects.filter(etat__in=("a_envoyer", "en_cours")).exclude(motif="")):
            reprises += len(arretes)  # a call that waited too long, or was braked: a head would tap « Réessayer »
            assert reprises < len(dossiers), {envoi.motif for envoi in arretes}
            for envoi in arretes:
                envois.reessayer(envoi=envoi, auteur=auteur)
                envois.avancer(envoi_id=envoi.pk)
        return {"reprises": reprises, "mo": sum(Envoi.objects.values_list("octets", flat=True)) // 10**6}

    return _peser(tous)


def _verifier(rang: int, combien: int) -> str:
    from ent.services.liaison.actions import receptions
    from ent.services.liaison.models import Reception

    siennes = list(Reception.objects.order_by("pk").values_list("pk", flat=True))[rang::combien]

    def toutes() -> dict:
        for pk in siennes:
            receptions.verifier(reception_id=pk)
        return {}

    return _peser(toutes)


def _peser(travail: Callable[[], dict]) -> str:
    """Begun as a worker at rest stands, the addresses and templates of the site read. The process of each file has bounds of its own (`sas`)."""
    from django.template.loader import get_template
    from django.urls import get_resolver

    get_resolver().url_patterns  # noqa: B018 (read once)
    get_template("liaison/archive/page.html")
    debut, processeur = time.monotonic(), time.process_time()
    with Balance([os.getpid()]) as balance:
        dit = travail()
    couts = {"secondes": time.monotonic() - debut, "processeur": time.process_time() - processeur}
    return json.dumps(dit | couts | {"ajoutes": balance.ajoutes, "derive": balance.derive})


def _compter(photos: int) -> str:
    """Whole: checked, with each of its photos found sound and written again here."""
    from collections import Counter

    from ent.services.liaison.models import FichierRecu, Reception

    recues = Reception.objects.all()
    sains = Counter(
        FichierRecu.objects.filter(fichier__etat="sain", fichier__declinaisons__nom="1600").values_list(
            "reception", flat=True
        )
    )
    entiers = sum(sains[pk] == photos for pk in recues.filter(etat="a_confirmer").values_list("pk", flat=True))
    etats = Counter(f"{etat} {motif}".strip() for etat, motif in recues.values_list("etat", "motif"))
    return json.dumps({"entiers": entiers, "etats": etats, "photo": _photo_jugee() if entiers else 0})


def _photo_jugee() -> float:
    """Seconds of processor that one of the photos takes behind the wall, where nobody counts them: the least of five, judged on the spot."""
    from django.core.files.base import ContentFile

    from ent.fichiers.controles import preparer
    from ent.fichiers.models import Declinaison
    from ent.fichiers.stockage import stockage

    cle = Declinaison.objects.filter(fichier__deposant=None, nom="1600").values_list("cle", flat=True)[0]
    with stockage().open(cle) as contenu:
        photo, temps = ContentFile(contenu.read(), name="photo.webp"), []
    for _fois in range(5):
        debut = time.process_time()
        preparer(photo, "photo.webp")
        temps.append(time.process_time() - debut)
    return min(temps)


if __name__ == "__main__":
    import django

    django.setup()
    quoi, *arguments = sys.argv[1:]
    if quoi == "ecole":
        dit = _ecole(int(arguments[0]), int(arguments[1]))
    elif quoi == "college":
        dit = _college(json.loads(arguments[0]))
    elif quoi == "envoyer":
        dit = _envoyer(int(arguments[0]), Path(arguments[1]))
    elif quoi == "verifier":
        dit = _verifier(int(arguments[0]), int(arguments[1]))
    else:
        dit = _compter(int(arguments[0]))
    print(dit)
