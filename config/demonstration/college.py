"""The collège of the cast, peopled: two divisions, teachers by subject, and a family with one child there and one at the École du Cerf-Volant.

Of the demonstration, and of the tests that ask for it: the cast that all tests count has its collège empty.
"""

import datetime as dt
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction

from ent.annuaire import actions, gommettes
from ent.annuaire.models import (
    Affectation,
    AnneeScolaire,
    Classe,
    Etablissement,
    Inscription,
    Personne,
    Responsabilite,
    Role,
)

from .distribution import MOT_DE_PASSE, Distribution, identite

# key: (civilité, prénom, nom)
ADULTES = {
    "principale": ("Mme", "Sylvie", "Marchal"),
    "maths": ("M.", "Paul", "Durand"),
    "anglais": ("Mme", "Eva", "Roux"),
    "francais": ("Mme", "Inès", "Vasseur"),
}
# (who, division): as what, subjects
SERVICES = {
    ("maths", "5B"): (Affectation.Nature.PRINCIPAL, ["2D-MAT", "2D-PC"]),
    ("anglais", "5B"): (Affectation.Nature.PROFESSEUR, ["2D-ANG"]),
    ("francais", "6A"): (Affectation.Nature.PRINCIPAL, ["2D-FRA"]),
    ("anglais", "6A"): (Affectation.Nature.PROFESSEUR, ["2D-ANG"]),
}
COLLEGIENS = {
    "5B": "Hugo Nguyen, Basma Idrissi, Corentin Le Roux, Dounia Mebarki, Ewen Tanguy",
    "6A": "Agathe Rivière, Bakary Sylla, Clément Dubois, Emna Trabelsi",
}
# Her younger child is in the CP-CE1; the cast knows her without an account.
CADETTE = "cp_ce1/Jade Nguyen"


@dataclass
class LeCollege:
    """Its people, by name: ``c.maths``, ``c.cinquieme``, ``c.hugo``, ``c.mere``…"""

    ecole: Etablissement
    cinquieme: Classe
    sixieme: Classe
    principale: Personne
    maths: Personne
    anglais: Personne
    francais: Personne
    hugo: Personne
    agathe: Personne
    jade: Personne
    mere: Personne


def le_college(d: Distribution) -> LeCollege:
    """As it was laid."""
    cles = {
        **{cle: f"college/{cle}" for cle in ADULTES}, "hugo": "college/Hugo Nguyen", "agathe": "college/Agathe Rivière",
        "jade": CADETTE, "mere": f"responsable de {CADETTE}",
    }  # fmt: skip
    gens = {p.uuid: p for p in Personne.objects.filter(uuid__in=[identite(cle) for cle in cles.values()])}
    classes = {classe.nom: classe for classe in Classe.objects.filter(etablissement=d.college, fermee_le=None)}
    siens = {nom: gens[identite(cle)] for nom, cle in cles.items()}
    return LeCollege(d.college, classes["5B"], classes["6A"], **siens)


@transaction.atomic
def semer_le_college(d: Distribution) -> LeCollege:
    annee = AnneeScolaire.objects.get(pk=d.cp_ce1.annee_id)
    depuis, mot_de_passe = {"debut": annee.debut}, make_password(MOT_DE_PASSE)
    classes = {nom: Classe.objects.create(etablissement=d.college, annee=annee, nom=nom) for nom in COLLEGIENS}
    gens = {}
    for cle, (civilite, prenom, nom) in ADULTES.items():
        gens[cle] = Personne(uuid=identite(f"college/{cle}"), civilite=civilite, prenom=prenom, nom=nom)
        _ouvrir(gens[cle], mot_de_passe)
    actions.donner_role(personne=gens["principale"], nature=Role.Nature.DIRECTEUR, etablissement=d.college, **depuis)
    for (cle, division), (nature, matieres) in SERVICES.items():
        actions.affecter(enseignant=gens[cle], classe=classes[division], nature=nature, matieres=matieres, **depuis)
    _eleves(classes, annee)
    _famille(d, annee, mot_de_passe)
    return le_college(d)


def _ouvrir(personne: Personne, mot_de_passe: str) -> None:
    """With an account, as those of the cast have."""
    courriel = f"{personne.prenom}.{personne.nom}@exemple.fr".lower().replace("è", "e")
    personne.courriel = personne.courriel_contact = courriel
    personne.identifiant, personne.password = courriel.partition("@")[0], mot_de_passe
    personne.save()
    EmailAddress.objects.create(user=personne, email=courriel, primary=True, verified=True)


def _eleves(classes: dict[str, Classe], annee: AnneeScolaire) -> None:
    niveaux = {"5B": ("5E", 12), "6A": ("6E", 11)}
    for division, noms in COLLEGIENS.items():
        prises: set = set()
        niveau, age = niveaux[division]
        for rang, complet in enumerate(noms.split(", ")):
            prenom, _espace, nom = complet.partition(" ")
            couleur, forme, image = gommettes.attribuer(prises=prises, graine=rang * 7 + 3)
            prises.add((couleur, forme, image))
            eleve = Personne.objects.create(
                uuid=identite(f"college/{complet}"),
                prenom=prenom,
                nom=nom,
                password="!",
                date_naissance=dt.date(annee.debut.year - age, 1 + rang, 10 + rang),
                gommette_couleur=couleur,
                gommette_forme=forme,
                gommette_image=image,
            )
            Inscription.objects.create(eleve=eleve, classe=classes[division], niveau=niveau, debut=annee.debut)


def _famille(d: Distribution, annee: AnneeScolaire, mot_de_passe: str) -> None:
    mere = Personne.objects.get(uuid=identite(f"responsable de {CADETTE}"))
    mere.prenom = "Lan"
    _ouvrir(mere, mot_de_passe)
    hugo = Personne.objects.get(uuid=identite("college/Hugo Nguyen"))
    hugo.identifiant, hugo.password = "hugo.nguyen", mot_de_passe  # as the code of his paper opens it
    hugo.save(update_fields=["identifiant", "password"])
    Responsabilite.objects.create(
        adulte=mere,
        enfant=hugo,
        etablissement=d.college,
        lien=Responsabilite.Lien.MERE,
        autorite=Responsabilite.Autorite.CONFIRMEE,
        debut=annee.debut,
    )
