"""Image rights of the cast's school: asked in October; most said yes on paper, one refused, a separated father is silent. Two weeks of rolls: a
child was ill, another is missed without a reason that anybody told. An outing of next week, answered in every way, and who goes home alone.
"""

import datetime as dt

from django.utils import timezone

from ent.annuaire import actions as annuaire
from ent.annuaire import calendrier
from ent.annuaire.models import AnneeScolaire, Inscription, Responsabilite
from ent.diffusion.models import Notification
from ent.fichiers.supports import Support
from ent.services.vie_scolaire.actions import absences, appels, autorisations
from ent.services.vie_scolaire.actions import consentements as actions
from ent.services.vie_scolaire.actions.appels import Dit
from ent.services.vie_scolaire.demi_journees import demi_journees, jours_de_classe
from ent.services.vie_scolaire.evenements.appels import DECLAREE
from ent.services.vie_scolaire.evenements.consentements import DESACCORD, DESACCORD_ECOLE
from ent.services.vie_scolaire.models import AccordEleve, Consentement, DeclarationAbsence, DemandeConsentement

TEXTE = (
    "Nous prenons des photos de la vie de la classe\u00a0: sorties, expériences, lectures. Celles du journal se lisent entre familles "
    "de la classe\u00a0; celles du site, par tout le monde. Elles ne sont ni vendues, ni données, et s’effacent à la fin de l’année."
)
ORDRE = 30  # after messages, before journals: the latter show whom families let be shown
JOURNAL, SITE = Support.JOURNAL, Support.SITE


def semer(d, maintenant: dt.datetime) -> None:
    jour = timezone.localdate(maintenant)
    annee = AnneeScolaire.objects.pour(jour)
    demande = actions.demander_consentement(
        etablissement=d.elementaire,
        auteur=d.directrice,
        finalite=DemandeConsentement.Finalite.VIE_DE_CLASSE,
        supports=[JOURNAL, SITE],
        texte=TEXTE,
        debut=annee.debut,
        fin=annee.fin,
    )
    quand = maintenant - dt.timedelta(days=20)
    DemandeConsentement.objects.filter(pk=demande.pk).update(creee_le=quand, visible_le=quand)
    demande.refresh_from_db()
    for eleve in (d.eleve_cp, d.eleve_cm2):
        site = eleve == d.eleve_cm2
        actions.repondre(demande=demande, eleve=eleve, par=d.mere, reponses={JOURNAL: True, SITE: site})
    actions.repondre(demande=demande, eleve=d.eleve_ce1, par=d.mere_arabophone, reponses={JOURNAL: True, SITE: True})
    _papiers(d, demande)
    actions.dire_accords(demande=demande, auteur=d.enseignante, dits=[(d.eleve_ce1, SITE, False)])
    plus_tard = quand + dt.timedelta(days=2)
    Consentement.objects.filter(demande=demande).update(dit_le=plus_tard)
    AccordEleve.objects.filter(demande=demande).update(dit_le=plus_tard)
    _appels(d, jour)
    _autorisations(d, maintenant)
    # ONDE's column, as the school filled it in September: it says more than families did.
    Inscription.objects.filter(classe__in=[d.cp_ce1, d.cm2]).update(photo_onde=True)
    Inscription.objects.filter(eleve__in=[d.eleve_cp, d.eleve_cm2]).update(photo_onde=None)


def _papiers(d, demande: DemandeConsentement) -> None:
    """The direction confirmed who holds authority in the CP-CE1, and entered the papers of all but three families."""
    liens = list(
        Responsabilite.objects.filter(
            enfant__inscriptions__classe=d.cp_ce1, autorite=Responsabilite.Autorite.A_CONFIRMER
        )
        .select_related("adulte", "enfant")
        .order_by("pk")
    )
    annuaire.confirmer_responsabilites(
        decisions=[(lien, lien.lien, Responsabilite.Autorite.CONFIRMEE, lien.foyer) for lien in liens],
        auteur=d.directrice,
    )
    saisies = []
    for rang, lien in enumerate(liens[3:]):
        saisies.append(actions.Saisie(lien.enfant, lien.adulte, JOURNAL, rang != 4))
        saisies.append(actions.Saisie(lien.enfant, lien.adulte, SITE, rang % 3 != 1))
    actions.saisir_papiers(demande=demande, auteur=d.directrice, saisies=saisies)


def _autorisations(d, maintenant: dt.datetime) -> None:
    """An outing of the CP-CE1: given, refused, in conflict, on paper, not answered; and who goes home alone, of the whole school."""
    jour = timezone.localdate(maintenant)
    sortie = _jour_de_la_sortie(d, jour)
    theatre = autorisations.demander_autorisation(
        etablissement=d.elementaire,
        auteur=d.enseignante,
        genre=DemandeConsentement.Genre.SORTIE,
        classes=[d.cp_ce1],
        champs={
            "titre": "Sortie au théâtre",
            "texte": "Nous y allons en car. Pique-nique, et un vêtement pour la pluie.",
            "lieu": "au théâtre de la ville",
            "debut": sortie,
            "fin": sortie,
            "depart_a": dt.time(8, 40),
            "retour_a": dt.time(16, 15),
        },
    )
    seul = autorisations.demander_autorisation(
        etablissement=d.elementaire,
        auteur=d.directrice,
        genre=DemandeConsentement.Genre.SEUL,
        champs={
            "texte": "À la fin de la classe, et de la garderie ou de l’étude, mon enfant peut rentrer sans adulte.",
            "debut": jour,
            "fin": AnneeScolaire.objects.pour(jour).fin,
        },
    )
    quand = maintenant - dt.timedelta(days=3)
    DemandeConsentement.objects.filter(pk__in=[theatre.pk, seul.pk]).update(creee_le=quand, visible_le=quand)
    _reponses_de_la_sortie(d, theatre)
    for eleve, accorde in ((d.eleve_cp, False), (d.eleve_cm2, True)):
        autorisations.repondre_autorisation(demande=seul, eleve=eleve, par=d.mere, accorde=accorde)
    Consentement.objects.filter(demande__in=[theatre, seul]).update(dit_le=quand + dt.timedelta(days=1))
    # The conflict is days old: the home of a teacher is not an alarm.
    Notification.objects.filter(nature__in=[DESACCORD, DESACCORD_ECOLE]).update(lue_le=timezone.now())


def _jour_de_la_sortie(d, jour: dt.date) -> dt.date:
    """A Monday or a Friday of the week after: neither the day of the farm, nor one of those when the class may go to the library (agenda_ecole)."""
    ferme = calendrier.prochain_jour_de_classe(d.elementaire, jour + dt.timedelta(days=4))
    prochains = jours_de_classe(d.elementaire, jour + dt.timedelta(days=6), jour + dt.timedelta(days=100))
    libres = [le for le in prochains if le.weekday() in (0, 4) and le != ferme]
    return libres[0] if libres else jour + dt.timedelta(days=7)


def _reponses_de_la_sortie(d, theatre: DemandeConsentement) -> None:
    autorisations.repondre_autorisation(demande=theatre, eleve=d.eleve_cp, par=d.mere, accorde=True)
    autorisations.repondre_autorisation(demande=theatre, eleve=d.eleve_cp, par=d.pere_separe, accorde=False)
    liens = list(
        Responsabilite.objects.filter(enfant__inscriptions__classe=d.cp_ce1, enfant__inscriptions__fin=None)
        .exclude(enfant__in=[d.eleve_cp, d.eleve_ce1])
        .exclude(autorite=Responsabilite.Autorite.SANS)
        .select_related("adulte", "enfant")
        .order_by("pk")
    )
    for rang, lien in enumerate(liens[:3]):
        autorisations.repondre_autorisation(demande=theatre, eleve=lien.enfant, par=lien.adulte, accorde=rang != 1)
    papiers = [actions.Saisie(lien.enfant, lien.adulte, "", True) for lien in liens[3:9]]
    autorisations.saisir_autorisations(demande=theatre, auteur=d.enseignante, saisies=papiers, origine="papier")


def _malade(d, jours: list[dt.date]) -> None:
    dite = absences.declarer_absence(
        eleve=d.eleve_cp,
        etablissement=d.elementaire,
        par=d.mere,
        debut=jours[0],
        fin=jours[-1],
        duree="journee",
        motif="maladie",
    )
    veille = timezone.make_aware(dt.datetime.combine(jours[0] - dt.timedelta(days=1), dt.time(19, 5)))
    DeclarationAbsence.objects.filter(pk=dite.pk).update(declaree_le=veille)
    Notification.objects.filter(nature=DECLAREE).update(lue_le=timezone.now())  # those of last week were read


def _appels(d, jour: dt.date) -> None:
    """The rolls of two weeks of both classes, but today's, which is left to be taken."""
    jours = jours_de_classe(d.elementaire, jour - dt.timedelta(days=14), jour - dt.timedelta(days=1))
    malade = jours[-3:-1]  # nobody was, of the first days after two weeks of holidays
    if malade:
        _malade(d, malade)
    manque = Inscription.objects.filter(classe=d.cm2, fin=None).exclude(eleve=d.eleve_cm2).order_by("pk")[3].eleve
    retard = Inscription.objects.filter(classe=d.cp_ce1, fin=None).exclude(eleve=d.eleve_cp).order_by("pk")[5].eleve
    for le in jours:
        for demi in demi_journees(d.elementaire, le):
            cp = {d.eleve_cp.pk: Dit(True)} if le in malade else {}
            if demi.moment == "matin" and le.weekday() == 0:
                cp[retard.pk] = Dit(arrive_a=dt.time(8, 50))
            cm2 = {manque.pk: Dit(True)} if le.weekday() in (1, 4) and demi.moment == "apres_midi" else {}
            for classe, auteur, dits in ((d.cp_ce1, d.enseignante, cp), (d.cm2, d.enseignant, cm2)):
                fait_le = timezone.make_aware(dt.datetime.combine(le, demi.debut)) + dt.timedelta(minutes=12)
                appels.faire_l_appel(classe=classe, demi=demi, auteur=auteur, dits=dits, fait_le=fait_le)
