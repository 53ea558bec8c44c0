"""A year of the cahier de textes: what each class had to do since the rentrée, and in the week to come."""

import datetime as dt
import random
from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from cahier_de_textes import evenements
from cahier_de_textes.models import Travail, TravailFait
from ent.annuaire import calendrier
from ent.annuaire.models import Etablissement
from ent.diffusion.models import Notification
from ent.socle.dates import date_format

from .ecoles import Ecole, Salle
from .familles import Enfant, Famille

PAR_SEMAINE = 4
A_L_AVANCE = dt.timedelta(days=8)
# Notifications of the last days; older ones are taken as read and purged.
MEMOIRE_NOTIFICATIONS = dt.timedelta(days=7)
ASSIDUS = 0.09  # pupils whose family ticks what is done

MATERNELLE = {
    "apporter": [
        "Une feuille d’automne ramassée sur le chemin, pour notre herbier",
        "Une photo de la famille, que nous collerons dans le cahier de vie",
        "Une boîte d’œufs vide et deux bouchons, pour fabriquer un animal",
        "Le doudou, lavé, pour la semaine de la sieste",
        "Des bottes marquées au prénom : nous irons au jardin",
        "Le cahier de vie, signé",
    ],
    "lire": [
        "Se faire lire l’album « {livre} » emprunté à la bibliothèque",
        "Regarder ensemble le cahier de vie et raconter la sortie",
        "Raconter l’histoire de « {livre} » à partir des images",
    ],
    "apprendre": [
        "Dire la comptine « {comptine} » en faisant les gestes",
        "Reconnaître son prénom en capitales parmi trois étiquettes",
        "Compter jusqu’à {petit} en montrant les doigts",
    ],
    "preparer": ["Choisir un objet rond à présenter aux autres", "Penser à un mot nouveau à dire à toute la classe"],
}
ELEMENTAIRE = {
    "apprendre": [
        "Savoir écrire les mots de la liste {lettre} : {mots}",
        "La table de multiplication de {chiffre}, dans l’ordre et dans le désordre",
        "La poésie « {comptine} », jusqu’à la strophe {strophe}",
        "La leçon « {lecon} » dans le cahier bleu, le cadre rouge par cœur",
        "Les compléments à {dizaine}",
        "Le vocabulaire du jeudi : {mots}",
    ],
    "lire": [
        "Relire la page {page} à voix haute, deux fois",
        "Lire le chapitre {strophe} de « {livre} » et pouvoir le raconter",
        "Le son du jour : les lignes {strophe} à {chiffre} de la page {page}",
        "Lire le texte documentaire sur {sujet} et chercher deux mots inconnus",
    ],
    "apporter": [
        "Les affaires de sport et une gourde",
        "Le carnet de liaison signé, pour la sortie sur {sujet}",
        "Une règle de 30 cm et une équerre",
        "Un livre à échanger pour le coin lecture",
        "Le cahier du jour signé",
    ],
    "preparer": [
        "L’exposé sur {sujet} : choisir trois images",
        "Une question à poser à l’invité de jeudi, sur {sujet}",
        "Deux phrases à dire sur le personnage préféré de « {livre} »",
    ],
}
MOTS = {
    "livre": [
        "Le jardin de Basilic",
        "Trois ours et un parapluie",
        "La cabane de Nour",
        "L’été des cigales",
        "Petit-Pas",
    ],
    "comptine": ["Dans la cour de mon école", "Le vent du matin", "Quand la pluie danse", "Mes mains", "L’automne"],
    "mots": [
        "maison, saison, raison",
        "toujours, jamais, souvent",
        "le camion, le mouton, le savon",
        "ciel, hier, lumière",
    ],
    "lecon": [
        "Le verbe et son sujet",
        "Les unités de longueur",
        "Le cycle de l’eau",
        "Les angles",
        "Le présent",
        "Clovis",
    ],
    "sujet": [
        "les abeilles",
        "le Moyen Âge",
        "les volcans",
        "la Seine",
        "le système solaire",
        "l’alimentation",
        "la forêt",
    ],
}


def _texte(modele: str, alea: random.Random) -> str:
    return modele.format(
        **{cle: alea.choice(mots) for cle, mots in MOTS.items()},
        lettre=alea.choice("ABCDEFGH"),
        chiffre=alea.randint(4, 9),
        petit=alea.choice([5, 6, 8, 10]),
        strophe=alea.randint(1, 3),
        dizaine=alea.choice([10, 20, 50, 100]),
        page=alea.randint(8, 96),
    )


class Cahiers:
    """Works to be given to the classes of the territory, as of one instant."""

    def __init__(self, maintenant: dt.datetime, rentree: dt.date, fin: dt.date) -> None:
        self.maintenant, self.rentree = maintenant, rentree
        self.dernier = min(timezone.localdate(maintenant) + A_L_AVANCE, fin)
        self._jours: dict[str, list[dt.date]] = {}

    def jours(self, etablissement: Etablissement) -> list[dt.date]:
        """Class days of the year up to the coming week; the same for all schools with the same week."""
        if etablissement.semaine not in self._jours:
            tous = (self.rentree + dt.timedelta(days=n) for n in range((self.dernier - self.rentree).days + 1))
            self._jours[etablissement.semaine] = [j for j in tous if calendrier.est_jour_de_classe(etablissement, j)]
        return self._jours[etablissement.semaine]

    def travaux(self, ecole: Ecole, salle: Salle, alea: random.Random) -> Iterator[Travail]:
        """About four a week, given some class days before; those of the coming week are given already."""
        jours = self.jours(ecole.etablissement)
        passes = [jour for jour in jours if jour < timezone.localdate(self.maintenant)]
        par_jour = PAR_SEMAINE / len(ecole.etablissement.jours_de_classe())
        stock = MATERNELLE if salle.est_maternelle else ELEMENTAIRE
        natures, poids = list(stock), [len(textes) for textes in stock.values()]
        niveaux = [n for n in salle.places if n]
        for rang in range(1, len(jours)):
            while passes and alea.random() < par_jour / (1 + par_jour):
                veille = max(0, rang - alea.choices([1, 2, 3, 4, 5], [8, 5, 3, 1, 1])[0])
                donne = self._heure(min(jours[veille], passes[-1]), alea)
                nature = alea.choices(natures, poids)[0]
                texte = _texte(alea.choice(stock[nature]), alea)
                niveau = alea.choice(niveaux) if len(niveaux) > 1 and alea.random() < 0.5 else ""
                auteur = alea.choice(salle.enseignants)
                yield Travail(
                    etablissement=ecole.etablissement,
                    classe=salle.classe,
                    niveau=niveau,
                    auteur=auteur,
                    nature=nature,
                    texte=texte,
                    date_pour=jours[rang],
                    publie_le=donne,
                    visible_le=calendrier.ouverture(ecole.etablissement, donne),
                )

    def _heure(self, jour: dt.date, alea: random.Random) -> dt.datetime:
        """Most write after class; some in the evening, past the hour when families are left alone."""
        heure, minute = alea.choices([11, 12, 13, 16, 17, 18, 20, 21], [2, 3, 2, 5, 4, 2, 1, 1])[0], alea.randrange(60)
        return timezone.make_aware(dt.datetime.combine(jour, dt.time(heure, minute)))

    def suites(self, travaux: list[Travail], par_classe: dict[int, list[Enfant]], familles: dict[int, Famille]):
        """What written travaux leave behind them: (model, rows)."""
        yield TravailFait, self.coches(travaux, par_classe)
        yield Notification, self.notifications(travaux, par_classe, familles)

    def coches(self, travaux: list[Travail], par_classe: dict[int, list[Enfant]]) -> Iterator[TravailFait]:
        """What was ticked, by the assiduous pupils of each class. Travaux are written: they have a key."""
        for travail in travaux:
            if travail.visible_le > self.maintenant:
                continue
            for enfant in par_classe[travail.classe_id]:
                if int(enfant.eleve.uuid) % 1000 >= ASSIDUS * 1000 or travail.niveau not in ("", enfant.place.niveau):
                    continue
                hasard = random.Random(f"{enfant.eleve.uuid}{travail.texte}{travail.date_pour}").random()
                if hasard < 0.6:
                    yield TravailFait(
                        travail=travail,
                        eleve=enfant.eleve,
                        par=enfant.eleve,
                        fait_le=min(travail.visible_le + dt.timedelta(hours=3 * hasard), self.maintenant),
                    )

    def notifications(
        self, travaux: list[Travail], par_classe: dict[int, list[Enfant]], familles: dict[int, Famille]
    ) -> Iterator[Notification]:
        """What families were told in the last days: one line per responsable, child and travail, half of them read."""
        depuis = self.maintenant - MEMOIRE_NOTIFICATIONS
        adresse = reverse("accueil")
        for travail in travaux:
            if not depuis <= travail.visible_le <= self.maintenant:
                continue
            for enfant in par_classe[travail.classe_id]:
                if travail.niveau not in ("", enfant.place.niveau):
                    continue
                quand = date_format(travail.date_pour, "l j F")
                texte = f"{enfant.eleve.prenom} · {travail.get_nature_display()} pour {quand} : {travail.texte}"
                for adulte, lien in familles[enfant.eleve.pk].adultes:
                    if lien == "autre":
                        continue
                    yield Notification(
                        destinataire=adulte,
                        eleve=enfant.eleve,
                        etablissement=travail.etablissement,
                        nature=evenements.TRAVAIL_PUBLIE,
                        objet_id=travail.pk,
                        texte=texte[:200],
                        adresse=adresse,
                        visible_le=travail.visible_le,
                        lue_le=travail.visible_le if (adulte.pk + travail.pk) % 2 else None,
                    )
