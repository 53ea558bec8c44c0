"""The carnet de liaison of the cast: a mot half signed, one with slots, one to all, one that waits for the morning."""

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from ent.annuaire import calendrier
from ent.annuaire.models import Responsabilite
from messagerie.actions.mots import Public, annoncer_mot, envoyer_mot
from messagerie.models import NON, OUI, Mot, MotVu, Option, ReponseMot

FERME = (
    "Nous visiterons la ferme de Gally avec la classe de CE2. Départ de l’école à 8 h 40, retour à 16 h 15. "
    "Prévoyez un pique-nique et des bottes."
)


def semer_mots(d, maintenant: dt.datetime) -> None:
    jour = timezone.localdate(maintenant)
    veille = timezone.make_aware(dt.datetime.combine(jour - dt.timedelta(days=1), dt.time(16, 30)))
    hier = min(calendrier.ouverture(d.elementaire, veille), maintenant)
    # Author, public, kind, title, words, until when, what its kind asks.
    mots: list[tuple] = [
        (d.enseignante, Public(d.elementaire, classe=d.cp_ce1), "oui_non", "Sortie à la ferme", FERME, _bientot(d.cp_ce1, jour, 3),
         {"options": [Option(OUI, "J’autorise"), Option(NON, "Je n’autorise pas")]}),
        (d.enseignant, Public(d.elementaire, classe=d.cm2), "creneaux", "Rencontre avec M. Caradec",
         "Un quart d’heure par famille, dans la classe.", _bientot(d.cm2, jour, 4), {"options": _creneaux(_bientot(d.cm2, jour, 6))}),
        (d.directrice_maternelle, Public(d.maternelle, classe=d.ms), "argent", "Coopérative de la classe",
         "Elle paie les graines, la farine et le bus de la bibliothèque.", _bientot(d.ms, jour, 6),
         {"options": [Option(OUI, "Je participe"), Option(NON, "Je ne participe pas")], "montant": Decimal("8.50")}),
        (d.directrice, Public(d.elementaire), "information", "Portes fermées à 8 h 40",
         "Le portail ferme dès la sonnerie. Après 8 h 40, sonnez à la loge.", None, {}),
    ]  # fmt: skip
    ferme, *_autres = [
        _envoyer(auteur, public, nature, titre, texte, limite, hier, **champs)
        for auteur, public, nature, titre, texte, limite, champs in mots
    ]
    _quelques_papiers(d, ferme, hier, maintenant)


def _envoyer(auteur, public: Public, nature: str, titre: str, texte: str, limite, quand: dt.datetime, **champs) -> Mot:
    """Through the action, then dated as it was."""
    mot = envoyer_mot(
        auteur=auteur, public=public, nature=nature, titre=titre, texte=texte, date_limite=limite, **champs
    )
    mot.publie_le = mot.visible_le = quand
    mot.save(update_fields=["publie_le", "visible_le"])
    annoncer_mot(mot=mot)
    return mot


def _quelques_papiers(d, mot: Mot, hier: dt.datetime, maintenant: dt.datetime) -> None:
    """Most families signed, two mothers on paper, Samira saw; nobody signed for Inès yet."""
    liens = Responsabilite.objects.filter(enfant__inscriptions__classe=d.cp_ce1).exclude(
        enfant__in=[d.eleve_cp, d.eleve_ce1]
    )
    for rang, lien in enumerate(liens.select_related("adulte", "enfant").order_by("pk")[:14]):
        choix = NON if rang == 9 else OUI
        ReponseMot.objects.create(
            mot=mot,
            eleve=lien.enfant,
            par=lien.adulte,
            choix=choix,
            libelle=mot.option(choix).libelle,
            source="papier",
            saisie_par=d.enseignante,
            signe_le=min(
                hier + dt.timedelta(minutes=30 + 7 * rang), maintenant
            ),  # laid on a Sunday, nobody signs ahead
        )
    MotVu.objects.create(
        mot=mot, eleve=d.eleve_ce1, par=d.mere_arabophone, vu_le=min(hier + dt.timedelta(minutes=50), maintenant)
    )


def _creneaux(jour: dt.date) -> list[Option]:
    debut = timezone.make_aware(dt.datetime.combine(jour, dt.time(16, 30)))
    quart = dt.timedelta(minutes=15)
    return [Option(f"c{n + 1}", "", debut + n * quart, debut + (n + 1) * quart, 1) for n in range(6)]


def _bientot(classe, jour: dt.date, jours: int) -> dt.date:
    for _n in range(jours):
        jour = calendrier.prochain_jour_de_classe(classe.etablissement, jour)
    return jour
