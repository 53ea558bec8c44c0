"""How a row of the rights matrix is played."""

import datetime as dt
import io
import re
import uuid
import zipfile

from django.core import signing
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from cahier_de_textes.actions import agenda, organisation, remises, seances, visas
from cahier_de_textes.actions import travaux as cahier
from cahier_de_textes.agenda import signer
from cahier_de_textes.models import Seance
from ent.annuaire.models import Groupe
from ent.diffusion.actions import reglages as prevenance
from ent.diffusion.models import Appareil
from ent.diffusion.paroles import SEL_ARRET
from ent.fichiers import actions as fichiers
from ent.fichiers.registres import Destination
from ent.services.onde import depots
from ent.services.onde.executer import executer
from ent.services.onde.lire import lire
from ent.services.onde.models import LigneEnAttente
from ent.services.onde.planifier import planifier
from messagerie.actions import mots
from tests.matrice_objets import ARGUMENTS, SANS_ECOLE

COLONNES = [
    "anonyme", "mere", "pere_separe", "mere_arabophone", "eleve_cp", "enseignante", "enseignant", "remplacant",
    "directrice", "directrice_maternelle", "referente", "operateur",
]  # fmt: skip


class Objets:
    """What addresses are built with, in one school: its class, a pupil, a travail, an import…"""

    def __init__(self, d, ecole: str) -> None:
        """`ecole` is « elementaire » (the cast's first school), « maternelle » (the other), or « - » (no object)."""
        self.d = d
        self.ecole = d.maternelle if ecole == "maternelle" else d.elementaire
        self.classe = d.ms if ecole == "maternelle" else d.cp_ce1
        self.eleve = d.eleve_ms if ecole == "maternelle" else d.eleve_cp
        self.enseignante = d.directrice_maternelle if ecole == "maternelle" else d.enseignante

    def arguments(self, nom: str) -> tuple[list, dict]:
        """Arguments of the address, and what a POST sends to it."""
        return ARGUMENTS[nom](self) if nom in ARGUMENTS else ([], {})

    def travail(self, **champs):
        return cahier.publier_travail(
            auteur=self.enseignante,
            classe=self.classe,
            nature="lire",
            texte="Page 14",
            date_pour=dt.date(2026, 11, 26),
            **champs,
        )

    def remise(self):
        """What the pupil handed in."""
        return remises.remettre(
            travail=self.travail(est_a_rendre=True), eleve=self.eleve, par=self.eleve, uuid=uuid.uuid4(), texte="Voilà"
        )

    def retour(self):
        """What the class's teacher answered."""
        return remises.repondre(remise=self.remise(), auteur=self.enseignante, tampon="bravo")

    def mot(self):
        """A mot to sign, to the class."""
        public = mots.Public(self.ecole, classe=self.classe)
        return mots.envoyer_mot(
            auteur=self.enseignante, public=public, nature="accuse", titre="Sortie", date_limite=dt.date(2026, 11, 27)
        )

    def mot_retire(self):
        mot = self.mot()
        mots.retirer_mot(mot=mot, auteur=self.enseignante)
        return mot

    def travail_retire(self):
        travail = self.travail()
        cahier.retirer_travail(travail=travail, auteur=self.enseignante)
        return travail

    def agenda(self):
        """A calendar address of Nadia's."""
        return agenda.ouvrir_agenda(personne=self.d.mere, nom="Mon téléphone")

    def adresse_d_agenda(self):
        cle = self.agenda().uuid
        return [cle, signer(cle)]

    def seance_lue(self):
        """What the class did this morning, families reading it."""
        return Seance.objects.create(
            etablissement=self.ecole,
            classe=self.classe,
            auteur=self.enseignante,
            date=dt.date(2026, 11, 24),
            titre="Lire un plan",
            publie_le=timezone.now(),
            visible_le=timezone.now(),
        )

    def seance(self, **champs):
        return seances.ecrire_seance(
            auteur=self.enseignante, classe=self.classe, titre="Les dizaines", date=dt.date(2026, 11, 24), **champs
        )

    def seance_retiree(self):
        seance = self.seance()
        seances.retirer_seance(seance=seance, auteur=self.enseignante)
        return seance

    def geste(self):
        """A copy that its author may undo."""
        return organisation.dupliquer(
            ecrit=self.travail(), auteur=self.enseignante, date=dt.date(2026, 11, 27), classe=self.classe
        )

    def visa(self):
        return visas.apposer_visa(classe=self.classe, par=self.direction, date_lundi=dt.date(2026, 11, 23))

    @property
    def direction(self):
        return self.d.directrice_maternelle if self.ecole == self.d.maternelle else self.d.directrice

    def groupe(self):
        """The cast's group, or one of the other school."""
        if self.ecole == self.d.elementaire:
            return self.d.groupe_lecture
        groupe = Groupe.objects.create(etablissement=self.ecole, annee=self.classe.annee, nom="Chorale")
        groupe.enseignants.add(self.enseignante)
        groupe.eleves.add(self.eleve)
        return groupe

    def depot(self):
        """An import dropped by the direction: the school's file, with one pupil of it."""
        contenu = (
            "Nom élève;Prénom élève;Date naissance;INE;Niveau;Libellé classe;Identifiant classe\n"
            f"{self.eleve.nom};{self.eleve.prenom};{self.eleve.date_naissance:%d/%m/%Y};{self.eleve.ine};;"
            f"{self.classe.nom};{self.classe.identifiant_onde}\n"
        )
        auteur = self.d.directrice_maternelle if self.ecole == self.d.maternelle else self.d.directrice
        return depots.deposer(
            etablissement=self.ecole, auteur=auteur, fichiers=[("eleves.csv", contenu.encode("cp1252"))]
        )

    def creneau(self):
        """A quiet slot of Nadia's."""
        return prevenance.ajouter_creneau(personne=self.d.mere, jours=[0], debut=dt.time(12), fin=dt.time(13))

    def appareil(self):
        """A phone of Nadia's."""
        return Appareil.objects.create(
            personne=self.d.mere, jeton="t", nom="Chrome", adresse="https://x/", cle="", secret=""
        )

    def televerse(self):
        """A small photo, as a browser sends it."""
        tampon = io.BytesIO()
        Image.new("RGB", (40, 20), "red").save(tampon, "JPEG")
        return SimpleUploadedFile("photo.jpg", tampon.getvalue())

    def fichier(self):
        """A photo deposited by the class's teacher, that no item has taken yet."""
        photo = self.televerse()
        return fichiers.deposer(
            deposant=self.enseignante,
            envoi=uuid.uuid4(),
            contenu=photo,
            nom=photo.name,
            destination=Destination(self.ecole, self.classe),
        )[0]

    def archive(self):
        """A ZIP dropped by the operator."""
        tampon = io.BytesIO()
        with zipfile.ZipFile(tampon, "w") as archive:
            archive.writestr("0780001C/eleves.csv", "Nom élève;Prénom élève\n")
        return depots.deposer_territoire(auteur=self.d.operateur, nom="territoire.zip", contenu=tampon.getvalue())

    def attente(self):
        """A responsable whose child is nobody of the school, left by an import."""
        contenu = (
            "Civilité Responsable;Nom responsable;Prénom responsable;Courriel;"
            "Nom de famille enfant;Prénom enfant;Classes enfants\nMme;Vasseur;Lise;;Vasseur;Absent;CP\n"
        )
        plan = planifier(self.ecole, [lire("responsables.csv", contenu.encode("cp1252"))])
        executer(plan, auteur=self.d.directrice)
        return LigneEnAttente.objects.get()

    def lien_d_arret(self) -> str:
        """What the foot of Nadia's e-mail leads to."""
        return signing.dumps(str(self.d.mere.uuid), salt=SEL_ARRET)

    def empreinte(self) -> str:
        return re.search(r"/style\.([0-9a-f]{12})\.css", Client().get("/entrer/").text)[1]


def statuts(d, objets: Objets, methode: str, nom: str) -> list[str]:
    """The status that each persona gets. Objects are laid once; each persona finds them untouched by the others."""
    obtenus = []
    with transaction.atomic():
        arguments, envoi = objets.arguments(nom)
        chemin = reverse(nom, args=arguments)
        for cle in COLONNES:
            cache.clear()  # one persona's tries do not brake the next
            for champ in envoi.values() if isinstance(envoi, dict) else ():
                if isinstance(champ, SimpleUploadedFile):
                    champ.seek(0)  # the one before has read it
            with transaction.atomic():
                client = Client(raise_request_exception=True)
                if cle != "anonyme":
                    client.force_login(getattr(d, cle))
                reponse = client.get(chemin) if methode == "GET" else client.post(chemin, envoi)
                obtenus.append(str(reponse.status_code))
                transaction.set_rollback(True)
        transaction.set_rollback(True)
    return obtenus


def lignes(d, noms: list[str]) -> list[str]:
    """Rows of these addresses as they are today, to be read before they are kept."""
    rendues = []
    for nom in sorted(noms):
        ecoles = ["-"] if nom not in ARGUMENTS or nom in SANS_ECOLE else ["elementaire", "maternelle"]
        for methode in ("GET", "POST"):
            for ecole in ecoles:
                obtenus = statuts(d, Objets(d, ecole), methode, nom)
                rendues.append(f"{methode:<5}{nom:<40}{ecole:<12}" + " ".join(obtenus))
    return rendues
