"""The cast: the same invented people in the demo, the tests, the screenshots and the docs.

Schools, people and figures are invented; the communes are real. Every person is found again by a fixed UUID, whatever the
database.
"""

import datetime as dt
import uuid

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from ent.annuaire import actions, calendrier, gommettes, naissances
from ent.annuaire.codes import lettre_uai
from ent.annuaire.models import (
    Affectation,
    AnneeScolaire,
    Classe,
    Commune,
    Delegation,
    Etablissement,
    Groupe,
    Inscription,
    Personne,
    Responsabilite,
    Role,
)

ESPACE = uuid.UUID("5d0c7b1e-2d7f-4a53-9c1e-0e7a1d1f5a10")
MOT_DE_PASSE = "Cerf-volant-2026"

COMMUNES = {
    "78165": "Les Clayes-sous-Bois", "78168": "Coignières", "78208": "Élancourt", "78297": "Guyancourt",
    "78356": "Magny-les-Hameaux", "78383": "Maurepas", "78423": "Montigny-le-Bretonneux", "78490": "Plaisir",
    "78621": "Trappes", "78644": "La Verrière", "78674": "Villepreux", "78688": "Voisins-le-Bretonneux",
}  # fmt: skip

ECOLES = (
    "0789901",
    "0789902",
    "0789903",
)  # elementary, nursery, collège: their numbers without the letter that checks them

# key: (civilité, prénom, nom, e-mail or None, langue)
ADULTES = {
    "directrice": ("Mme", "Anne", "Quéméneur", "anne.quemeneur@exemple.fr", "fr"),
    "directrice_maternelle": ("Mme", "Odile", "Tissier", "odile.tissier@exemple.fr", "fr"),
    "enseignante": ("Mme", "Claire", "Lefort", "claire.lefort@exemple.fr", "fr"),
    "enseignant": ("M.", "Yann", "Caradec", "yann.caradec@exemple.fr", "fr"),
    "remplacant": ("M.", "Idriss", "Sow", "idriss.sow@exemple.fr", "fr"),
    "mere": ("Mme", "Nadia", "Belhadj", "nadia.belhadj@exemple.fr", "fr"),
    "pere_separe": ("M.", "Mehdi", "Belhadj", "mehdi.belhadj@exemple.fr", "fr"),
    "mere_arabophone": ("Mme", "Samira", "Haddad", "samira.haddad@exemple.fr", "ar"),
    "referente": ("Mme", "Brigitte", "Morvan", "brigitte.morvan@exemple.fr", "fr"),
    "assistante": ("Mme", "Paulette", "Girard", "paulette.girard@exemple.fr", "fr"),
    "assistante_finie": ("Mme", "Rolande", "Picot", "rolande.picot@exemple.fr", "fr"),
    "operateur": ("M.", "Olivier", "Renard", "olivier.renard@exemple.fr", "fr"),
}

# key: (prénom, nom, class, niveau, sticker)
ELEVES_NOMMES = {
    "eleve_cp": ("Inès", "Belhadj", "cp_ce1", "CP", ("turquoise", "rond", "tortue")),
    "eleve_cm2": ("Sofiane", "Belhadj", "cm2", "CM2", ("orange", "hexagone", "fusee")),
    "eleve_ms": ("Lina-Maëlys", "Belhadj", "ms", "MS", ("rose", "fleur", "papillon")),
    "eleve_ce1": ("Kenza", "Haddad", "cp_ce1", "CE1", ("violet", "carre", "parapluie")),
}

CAMARADES = {
    "cp_ce1": {
        "CP": "Adèle Royer, Amadou Diarra, Anouk Le Gall, Bilal Cissé, Camille Petit, Eliott Garnier, Gabriel Bonnet, "
        "Gabriel Moreau, Jade Nguyen, Léo Fontaine, Naïm Rahmani, Nour Benali, Oscar Lemaire",
        "CE1": "Maria-Luísa Teixeira da Silva, Marie-Apolline de Kersaint, Rose Lemoine, Sacha Roussel, Tiago Pereira, "
        "Violette Marchand, Wassim Ouali, Yanis Benali, Zoé Lambert",
    },
    "cm2": {
        "CM2": "Aïcha Koné, Baptiste Henry, Chloé Dumas, Djibril Fall, Élise Carpentier, Farès Mansouri, Hugo Perrin, "
        "Inaya Traoré, Jules Masson, Louise Vidal, Mathis Colin",
    },
    "ms": {
        "MS": "Ali Saïdi, Basile Renaud, Célestine Blanc, Diane Mercier, Elio Costa, Fatou Ndiaye, Gaspard Noël, "
        "Hanaé Sato, Isaac Levy",
    },
}


def identite(cle: str) -> uuid.UUID:
    return uuid.uuid5(ESPACE, cle)


class Distribution:
    """The cast in the current database, by name: ``d.mere``, ``d.cp_ce1``, ``d.elementaire``…"""

    def __init__(self) -> None:
        ecoles = {e.uai[:7]: e for e in Etablissement.objects.filter(uai__in=[n + lettre_uai(n) for n in ECOLES])}
        self.elementaire, self.maternelle, self.college = (ecoles[numero] for numero in ECOLES)
        classes = {
            (c.etablissement_id, c.nom): c
            for c in Classe.objects.filter(etablissement__in=[self.elementaire, self.maternelle])
        }
        self.cp_ce1 = classes[self.elementaire.pk, "CP-CE1"]
        self.cm2 = classes[self.elementaire.pk, "CM2"]
        self.ms = classes[self.maternelle.pk, "Moyens"]
        self.groupe_lecture = Groupe.objects.get(nom="Lecture à voix haute")
        gens = {
            str(p.uuid): p for p in Personne.objects.filter(uuid__in=[identite(c) for c in [*ADULTES, *ELEVES_NOMMES]])
        }
        self.gens = {c: gens[str(identite(c))] for c in [*ADULTES, *ELEVES_NOMMES] if str(identite(c)) in gens}

    @staticmethod
    def identite(cle: str) -> uuid.UUID:
        """The same for the same words, in every demonstration."""
        return identite(cle)

    def marche_de_noel(self, maintenant: dt.datetime) -> tuple[dt.date, dt.time, dt.time]:
        """The day, from when and until when: rooms that speak of it do not know one another."""
        jour = timezone.localdate(maintenant) + dt.timedelta(days=12)
        return calendrier.prochain_jour_de_classe(self.elementaire, jour), dt.time(16, 30), dt.time(19, 0)

    def __getattr__(self, cle: str) -> Personne:
        try:
            return self.__dict__["gens"][cle]
        except KeyError:
            raise AttributeError(cle) from None


@transaction.atomic
def semer(aujourd_hui: dt.date | None = None) -> Distribution:
    """Create the cast, its three establishments and its ties, as if school had started on the first of September."""
    annee = AnneeScolaire.objects.pour(aujourd_hui or timezone.localdate())
    rentree = annee.debut
    communes = {
        code: Commune.objects.get_or_create(code_insee=code, defaults={"nom": nom})[0] for code, nom in COMMUNES.items()
    }

    college = _ecole("0789903", "Collège des Grands-Chênes", "college", communes["78621"])
    elementaire = _ecole("0789901", "École du Cerf-Volant", "elementaire", communes["78621"], college)
    maternelle = _ecole("0789902", "École Les Coquelicots", "maternelle", communes["78208"], college)
    naissances.accompagner([elementaire, maternelle, college])
    classes = {
        "cp_ce1": Classe.objects.create(
            etablissement=elementaire, annee=annee, nom="CP-CE1", identifiant_onde="991001"
        ),
        "cm2": Classe.objects.create(etablissement=elementaire, annee=annee, nom="CM2", identifiant_onde="991002"),
        "ms": Classe.objects.create(etablissement=maternelle, annee=annee, nom="Moyens", identifiant_onde="991003"),
    }

    gens = _adultes()
    _roles(gens, elementaire, maternelle, communes["78621"], classes, rentree)
    _eleves(gens, classes, rentree, annee)
    _familles(gens, elementaire, maternelle, rentree)
    _delegations(gens, elementaire, annee, aujourd_hui or timezone.localdate())
    groupe = Groupe.objects.create(etablissement=elementaire, annee=annee, nom="Lecture à voix haute")
    groupe.enseignants.add(gens["enseignant"])
    groupe.eleves.add(gens["eleve_cm2"], gens["eleve_ce1"])
    return Distribution()


def _ecole(
    chiffres: str, nom: str, nature: str, commune: Commune, college: Etablissement | None = None
) -> Etablissement:
    return Etablissement.objects.create(
        uai=chiffres + lettre_uai(chiffres),
        nom=nom,
        nature=nature,
        commune=commune,
        college_de_secteur=college,
        circonscription="" if nature == "college" else commune.nom,
    )


def _adultes() -> dict[str, Personne]:
    mot_de_passe = make_password(MOT_DE_PASSE)
    gens = {}
    for cle, (civilite, prenom, nom, courriel, langue) in ADULTES.items():
        gens[cle] = Personne.objects.create(
            uuid=identite(cle),
            civilite=civilite,
            prenom=prenom,
            nom=nom,
            courriel=courriel,
            courriel_contact=courriel,
            identifiant=courriel.partition("@")[0],
            langue=langue,
            password=mot_de_passe,
        )
        EmailAddress.objects.create(user=gens[cle], email=courriel, primary=True, verified=True)
    return gens


def _roles(gens, elementaire, maternelle, trappes, classes, rentree) -> None:
    depuis = {"debut": rentree}
    actions.donner_role(personne=gens["directrice"], nature=Role.Nature.DIRECTEUR, etablissement=elementaire, **depuis)
    actions.donner_role(
        personne=gens["directrice_maternelle"], nature=Role.Nature.DIRECTEUR, etablissement=maternelle, **depuis
    )
    actions.donner_role(personne=gens["referente"], nature=Role.Nature.REFERENT_COMMUNE, commune=trappes, **depuis)
    actions.donner_role(personne=gens["operateur"], nature=Role.Nature.OPERATEUR, **depuis)
    actions.affecter(enseignant=gens["enseignante"], classe=classes["cp_ce1"], **depuis)
    actions.affecter(enseignant=gens["enseignant"], classe=classes["cm2"], **depuis)
    actions.affecter(enseignant=gens["directrice_maternelle"], classe=classes["ms"], **depuis)
    # The remplaçant works in both schools: one class now, another since Monday of last week.
    remplace = {"nature": Affectation.Nature.REMPLACANT, "debut": rentree}
    actions.affecter(enseignant=gens["remplacant"], classe=classes["ms"], **remplace)
    actions.affecter(enseignant=gens["remplacant"], classe=classes["cm2"], **remplace)


def _eleves(gens, classes, rentree, annee) -> None:
    naissance = {"MS": 4, "CP": 6, "CE1": 7, "CM2": 10}
    lignes = [(cle, *valeurs) for cle, valeurs in ELEVES_NOMMES.items()]
    for classe, niveaux in CAMARADES.items():
        for niveau, noms in niveaux.items():
            for complet in noms.split(", "):
                prenom, _espace, nom = complet.partition(" ")
                lignes.append((f"{classe}/{complet}", prenom, nom, classe, niveau, None))
    prises: dict[str, set] = {c: {g for _c, _p, _n, cl, _ni, g in lignes if g and cl == c} for c in classes}
    personnes, inscriptions = [], []
    for rang, (cle, prenom, nom, classe, niveau, gommette) in enumerate(lignes):
        gommette = gommette or gommettes.attribuer(prises=prises[classe], graine=rang * 7 + 3)
        prises[classe].add(gommette)
        eleve = Personne(
            uuid=identite(cle),
            prenom=prenom,
            nom=nom,
            ine=f"{260780000 + rang:09d}AA",
            password="!",
            date_naissance=dt.date(annee.debut.year - naissance[niveau], 1 + rang % 12, 1 + (rang * 7) % 28),
            gommette_couleur=gommette[0],
            gommette_forme=gommette[1],
            gommette_image=gommette[2],
        )
        personnes.append(eleve)
        inscriptions.append(Inscription(eleve=eleve, classe=classes[classe], niveau=niveau, debut=rentree))
        gens[cle] = eleve
    Personne.objects.bulk_create(personnes)
    Inscription.objects.bulk_create(inscriptions)


def _familles(gens, elementaire, maternelle, rentree) -> None:
    ecole_de = {"eleve_cp": elementaire, "eleve_cm2": elementaire, "eleve_ms": maternelle, "eleve_ce1": elementaire}
    liens = [
        ("mere", "eleve_cp", "mere"), ("mere", "eleve_cm2", "mere"), ("mere", "eleve_ms", "mere"),
        ("pere_separe", "eleve_cp", "pere"), ("pere_separe", "eleve_cm2", "pere"),
        ("mere_arabophone", "eleve_ce1", "mere"),
    ]  # fmt: skip
    confirmee = {
        "autorite": Responsabilite.Autorite.CONFIRMEE, "confirmee_par": gens["directrice"],
        "confirmee_le": timezone.make_aware(dt.datetime.combine(rentree, dt.time(10))), "debut": rentree,
    }  # fmt: skip
    responsabilites = [
        Responsabilite(adulte=gens[adulte], enfant=gens[enfant], etablissement=ecole_de[enfant], lien=lien, **confirmee)
        for adulte, enfant, lien in liens
    ]
    # Every other pupil has one responsable, who has not come in yet: their slips are to be printed.
    inconnus = []
    for cle, eleve in gens.items():
        if "/" in cle:
            adulte = Personne(
                uuid=identite(f"responsable de {cle}"),
                civilite="Mme",
                prenom=_prenom_adulte(len(inconnus)),
                nom=eleve.nom,
                password="!",
            )
            inconnus.append(adulte)
            ecole = maternelle if cle.startswith("ms/") else elementaire
            responsabilites.append(Responsabilite(adulte=adulte, enfant=eleve, etablissement=ecole, debut=rentree))
    Personne.objects.bulk_create(inconnus)
    Responsabilite.objects.bulk_create(responsabilites)


def _delegations(gens, elementaire, annee, aujourd_hui: dt.date) -> None:
    """Nadia confides Inès to a childminder, and had confided her to another, whose access ended yesterday."""
    hier = aujourd_hui - dt.timedelta(days=1)
    for cle, fin in [("assistante", annee.fin), ("assistante_finie", max(hier, annee.debut))]:
        Delegation.objects.create(
            cle=identite(f"accès de {cle}"),
            delegant=gens["mere"],
            delegue=gens[cle],
            enfant=gens["eleve_cp"],
            etablissement=elementaire,
            lien=Delegation.Lien.ASSISTANTE,
            nom_donne=f"{gens[cle].prenom} {gens[cle].nom}",
            salles="absences+ agenda cahier+ cantine rendez_vous+",
            debut=annee.debut,
            fin=fin,
            acceptee_le=timezone.make_aware(dt.datetime.combine(annee.debut, dt.time(19))),
            utilisee_le=timezone.make_aware(dt.datetime.combine(hier, dt.time(18, 2))),
        )


def _prenom_adulte(rang: int) -> str:
    return ["Aline", "Binta", "Cécile", "Delphine", "Estelle", "Fatima", "Gaëlle", "Hélène", "Irène", "Jeanne"][
        rang % 10
    ]
