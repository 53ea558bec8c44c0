"""Dossiers de liaison of a cohort, from one instance to another: two databases, a server with TLS between them, a process that sends and one that checks.

Run inside a site: `ecole N P` makes N pupils with P photos each and what their families let go, `college KEY` opens the école there, `envoyer PORT CERT` sends
all, `verifier I N` checks the I-th share of N of what came. The last two say their seconds and their peak memory; of the server that takes the pieces, the peak is read of its processes.
"""

import io
import json
import os
import resource
import sys
import time
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from .services import OUVRIERS, Lieux, gunicorn, module

DOSSIERS = int(os.environ.get("ENT_CHARGE_DOSSIERS", "120"))
PHOTOS, MEMOIRE = 20, 200  # of a dossier; MB that sending, taking and checking may each add
HOTE = "agenda.exemple.fr"  # of the certificate that tests make


def mesurer(carnet, lieux: Lieux, port: int, sauf: Collection[str]) -> None:
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
        au_repos = _pic_des_processus(serveur.pid)
        part = json.loads(
            module(lieux.environnement("ecole"), "tests.charge.dossiers", "envoyer", str(port), str(certificat))
        )
        pris = _pic_des_processus(serveur.pid) - au_repos
    arrive = _verifier_a_plusieurs(lieux.environnement("college"))
    print(
        f"  {part['mo']} Mo ; en plus : {part['ajoutes']:.0f} Mo pour envoyer, {pris:.0f} pour prendre, {arrive['ajoutes']:.0f} pour contrôler",
        flush=True,
    )
    carnet.noter("dossier_cohorte", DOSSIERS / part["secondes"], "dossiers/s")
    carnet.noter("dossier_cohorte_controle", DOSSIERS / arrive["secondes"], "dossiers/s")
    carnet.noter("dossier_cohorte_memoire", max(part["ajoutes"], pris, arrive["ajoutes"]), "Mo", f"≤ {MEMOIRE}")


def _verifier_a_plusieurs(env: dict[str, str]) -> dict[str, float]:
    """By as many workers as there are processes of a server, each its own share; the slowest and the heaviest are what is said."""
    with ThreadPoolExecutor(OUVRIERS) as pool:
        parts = pool.map(
            lambda rang: json.loads(module(env, "tests.charge.dossiers", "verifier", str(rang), str(OUVRIERS))),
            range(OUVRIERS),
        )
        lues = list(parts)
    assert sum(lue["sains"] for lue in lues) == DOSSIERS, lues
    return {nom: max(lue[nom] for lue in lues) for nom in ("secondes", "ajoutes")}


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


def _pic_des_processus(pid: int) -> float:
    """MB: the highest that one of the processes of this server ever stood."""
    enfants = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return max(_pic(int(enfant)) for enfant in enfants)


def _pic(pid: int) -> float:
    lignes = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(ligne.split()[1]) for ligne in lignes if ligne.startswith("VmHWM")) / 1024


# --- Inside a site ---------------------------------------------------------------------------------------------------------
def _mo() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


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
    """As a phone takes it: noise, which compresses badly."""
    from uuid import uuid4

    from django.core.files.base import ContentFile
    from PIL import Image

    from ent.fichiers import actions
    from ent.fichiers.registres import Destination

    tampon = io.BytesIO()
    Image.effect_noise((1600, 1200), 60).convert("RGB").save(tampon, "JPEG", quality=80)
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
    avant, debut = _mo(), time.monotonic()
    partis, restes = envois.envoyer(dossiers=dossiers, auteur=auteur)
    assert partis == len(dossiers), restes
    while envois.reprendre() or Envoi.objects.filter(etat="a_envoyer", motif="").exists():
        continue
    assert not Envoi.objects.exclude(motif="").exists(), set(Envoi.objects.values_list("motif", flat=True))
    octets = sum(Envoi.objects.values_list("octets", flat=True))
    return json.dumps({"secondes": time.monotonic() - debut, "ajoutes": _mo() - avant, "mo": octets // 10**6})


def _verifier(rang: int, combien: int) -> str:
    from ent.services.liaison.actions import receptions
    from ent.services.liaison.models import Reception

    avant, debut = _mo(), time.monotonic()
    siennes = list(Reception.objects.order_by("pk").values_list("pk", flat=True))[rang::combien]
    for pk in siennes:
        receptions.verifier(reception_id=pk)
    sains = Reception.objects.filter(pk__in=siennes, etat="a_confirmer").count()
    return json.dumps({"secondes": time.monotonic() - debut, "ajoutes": _mo() - avant, "sains": sains})


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
    else:
        dit = _verifier(int(arguments[0]), int(arguments[1]))
    print(dit)
