"""Two installations that exchange dossiers in tests: TLS before the one that receives, which may cut; the worker of the one that sends, on demand."""

import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from tests import modeles
from tests.navigateur.serveur import RACINE, Serveur
from tests.services.continuite.produit import HOTE, _certificat


class Porte:
    """https://agenda.exemple.fr, of this machine: what comes is given to the server behind. `coupe_a`: the piece in the middle of which it hangs up, once;
    `tuer`: whom it kills there, instead of giving the half of it.
    """

    def __init__(self, dossier: Path, vers: int) -> None:
        self.certificat, cle = _certificat(dossier)
        self.vers, self.coupe_a, self.pieces, self.coupures = vers, 0, 0, 0
        self.tuer: Callable[[], None] | None = None
        contexte = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        contexte.load_cert_chain(self.certificat, cle)
        self.prise = contexte.wrap_socket(socket.create_server(("127.0.0.1", 0)), server_side=True)
        self.port = self.prise.getsockname()[1]
        threading.Thread(target=self._servir, daemon=True).start()

    def _servir(self) -> None:
        while True:
            try:
                venue, _adresse = self.prise.accept()
            except ssl.SSLError:
                continue
            except OSError:
                return
            threading.Thread(target=self._passer, args=(venue,), daemon=True).start()

    def _passer(self, venue: ssl.SSLSocket) -> None:
        try:
            la = socket.create_connection(("127.0.0.1", self.vers))
        except ConnectionRefusedError:  # who receives was killed: the network says nothing
            venue.close()
            return
        with venue, la:
            retour = threading.Thread(target=_verser, args=(la, venue), daemon=True)
            retour.start()
            while octets := _lire(venue):
                if octets.startswith(b"PATCH"):
                    self.pieces += 1
                    if self.pieces == self.coupe_a:
                        self.coupures += 1
                        if self.tuer:
                            self.tuer()
                        else:
                            la.sendall(octets[: len(octets) // 2])
                        return
                try:
                    la.sendall(octets)
                except OSError:  # who receives was killed meanwhile
                    return
            retour.join(10)

    def fermer(self) -> None:
        self.prise.close()


def _lire(prise: socket.socket) -> bytes:
    try:
        return prise.recv(65_536)
    except OSError:
        return b""


def _verser(de: socket.socket, vers: socket.socket) -> None:
    while octets := _lire(de):
        try:
            vers.sendall(octets)
        except OSError:
            return


def lance(dossier: Path, **environnement: str) -> Serveur:
    modeles.copier(dossier, modeles.DEMONSTRATION)
    s = Serveur(dossier)
    s.environnement |= environnement
    s.demarrer()
    return s


# The worker of the école's, as `make ouvrier` would be, by pieces small enough to be several.
OUVRIER = """
import ssl
from django.utils import timezone
from ent.socle import dehors
from ent.services.liaison.actions import envois
from ent.services.liaison.models import Correspondant, Envoi
dehors.DEHORS = dehors.Porte(juge=lambda a: a == "127.0.0.1", resoudre=lambda _h, _p: ["127.0.0.1"], ports=frozenset({{{port}}}),
    tls=lambda: ssl.create_default_context(cafile={certificat!r}))
envois.MORCEAU = 200
for pk in Envoi.objects.exclude(etat__in=("confirme", "refuse", "remis")).order_by("pk").values_list("pk", flat=True):
    Envoi.objects.filter(pk=pk).update(prochain_le=timezone.now())
    envois.avancer(envoi_id=pk)
"""
# A process of its own for it, that may be killed.
A_PART = "from tests.navigateur import horloge\nhorloge.regler()\nimport django\ndjango.setup()\n"


def ouvrier_a_part(ici: Serveur, ouvrier: str) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-c", A_PART + ouvrier], cwd=RACINE, env=ici.environnement)


# The same bytes, but for the first of each piece: a file changed since it was sealed.
ALTERER = """
from ent.services.liaison.actions import envois
vrai = envois.lire
envois.lire = lambda *ou: [bytes([octets[0] ^ 1]) + octets[1:] for octets in vrai(*ou)]
"""
DEMANDER = """
from ent.services.liaison.actions import envois
from ent.services.liaison.models import Dossier
_partis, restes = envois.envoyer(dossiers=[Dossier.objects.get(eleve=d.eleve_cm2)], auteur=d.directrice)
assert not restes, restes
"""
# Sofiane's dossier, shown for another school and let go to it.
VERS = """
import datetime as dt
from django.db import models
from ent.services.liaison.actions import montrer
from ent.services.liaison.lectures.accords import titulaires_de
from ent.services.liaison.models import Correspondant, Dossier
from tests.services.liaison.voyage import accorder, relire
ailleurs = {{"nom": "Collège d’ailleurs", "nature": "college", "commune": d.college.commune}}
ecole, _neuve = Etablissement.objects.get_or_create(uai={uai!r}, defaults=ailleurs)
Correspondant.objects.get_or_create(etablissement=ecole, defaults={{"adresse": {adresse!r}, "ouvert_par": d.operateur}})
dossier = Dossier.objects.get(eleve=d.eleve_cm2)
Dossier.objects.filter(pk=dossier.pk).update(destination=ecole)
montrer.montrer(dossier=relire(dossier), auteur=d.enseignant)
# The clock of each demand begins at the same instant: what one has just shown is not yet read by the next.
dossier.versions.update(montree_le=models.F("montree_le") - dt.timedelta(minutes=1))
accorder(relire(dossier), *Personne.objects.filter(pk__in=titulaires_de([dossier])[dossier.pk]))
"""
REVOQUER = """
from ent.services.liaison.actions import cles
from ent.services.liaison.models import Cle
cles.revoquer(cle=Cle.objects.get(), auteur=d.directrice)
cles.cle_de(d.elementaire)
"""
# At the collège, what each hour reads of the keys that the école publishes; `CONFIRMER`: somebody compared the new one.
RELIRE_LES_CLES = """
import ssl
from ent.socle import dehors
from ent.services.liaison.actions import correspondants
from ent.services.liaison.models import Correspondant
dehors.DEHORS = dehors.Porte(juge=lambda a: a == "127.0.0.1", resoudre=lambda _h, _p: ["127.0.0.1"], ports=frozenset({{{port}}}),
    tls=lambda: ssl.create_default_context(cafile={certificat!r}))
Correspondant.objects.update(adresse={adresse!r})
correspondants.relire_toutes()
"""
CONFIRMER_LES_CLES = """
from ent.services.liaison.actions import correspondants
from ent.services.liaison.models import Correspondant
ecole = Correspondant.objects.get()
correspondants.confirmer_les_cles(correspondant=ecole, kids=[jwk["kid"] for jwk in ecole.cles_lues], auteur=d.operateur)
"""
REFUSER = """
from ent.services.liaison.actions import receptions
from ent.services.liaison.models import Reception
receptions.refuser(reception=Reception.objects.get(etat="a_confirmer"), motif="eleve_inconnu", precision="", auteur=Personne.objects.get(nom="Aubry"))
"""
# Sofiane comes to the 6e A, under a name that changed, without a number.
INSCRIRE = """
classe = Classe.objects.get(etablissement=d.college, nom="6e A")
Personne.objects.filter(pk=d.eleve_cm2.pk).update(nom="Belhadj-Martin", ine=None)
Inscription.objects.create(eleve=d.eleve_cm2, classe=classe, niveau="6E", debut=classe.annee.debut)
"""
CONFIRMER = """
from ent.services.liaison.actions import receptions
from ent.services.liaison.models import Reception
receptions.confirmer(reception=Reception.objects.get(etat="a_confirmer"), eleve=d.eleve_cm2, auteur=Personne.objects.get(nom="Aubry"))
"""
# Sofiane's and Inès's classmates' dossiers, let go by whoever answers for them.
A_ENVOYER = """
from ent.services.liaison.actions import cles
from ent.services.liaison.models import Correspondant, Dossier
from tests.services.liaison.voyage import accorder, relire
from ent.services.liaison.lectures.accords import titulaires_de
from django.utils import timezone
for pk in Dossier.objects.filter(versions__isnull=False, destination=d.college).order_by("pk").values_list("pk", flat=True).distinct():
    dossier = relire(Dossier.objects.get(pk=pk))
    dossier.retours.all().delete()
    accorder(dossier, *Personne.objects.filter(pk__in=titulaires_de([dossier])[dossier.pk]), mot="Il aime lire.")
Correspondant.objects.update_or_create(etablissement=d.college, defaults={{"adresse": {adresse!r}, "ouvert_par": d.operateur}})
cles.cle_de(d.elementaire)
"""
CLE = "__import__('ent.services.liaison.models', fromlist=['x']).Cle.objects.get().publique"
CHEZ_LE_COLLEGE = """
from ent.services.liaison.models import Correspondant
Correspondant.objects.create(etablissement=d.elementaire, adresse="https://ecole.exemple.fr", cles=[{cle!r}], ouvert_par=d.operateur)
debut = d.cp_ce1.annee.debut
for prenom, nom, nature in (("Jeanne", "Aubry", "directeur"), ("Paul", "Lenoir", "enseignant")):
    qui = Personne.objects.create(prenom=prenom, nom=nom, password="!", courriel=f"{{nom.lower()}}@exemple.fr")
    Role.objects.create(personne=qui, nature=nature, etablissement=d.college, debut=debut)
classe = Classe.objects.create(etablissement=d.college, annee=d.cp_ce1.annee, nom="6e A", identifiant_onde="6A")
Affectation.objects.create(enseignant=qui, classe=classe, nature="titulaire", debut=debut)
for eleve in {eleves!r}:
    Inscription.objects.create(eleve=Personne.objects.get(prenom=eleve[0], nom=eleve[1], inscriptions__classe=d.cm2), classe=classe, niveau="6E", debut=debut)
"""

__all__ = ["A_ENVOYER", "CHEZ_LE_COLLEGE", "CLE", "HOTE", "OUVRIER", "Porte", "lance"]
