"""What the portal itself tells, and to whom."""

import datetime as dt
from collections.abc import Callable, Collection
from functools import partial
from uuid import UUID

from django.db.models import BigIntegerField, OuterRef, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from ent.annuaire import destinataires
from ent.annuaire.droits import en_cours
from ent.annuaire.equipes import enseignants_des_classes
from ent.annuaire.etages import QUI, Etage, Heure, declaration
from ent.annuaire.models import Classe, EntreeJournal, Etablissement, Role
from ent.annuaire.registres import Mouvement
from ent.socle.francais import cite

MOUVEMENT = "portail.mouvement"  # a pupil changed class, or left
AIDE = "portail.aide"  # a school opened itself to whoever helps it
MODULE = "portail.module"  # a level above a school turned a module off there, or on again
PLUS_TARD = "portail.plus_tard"  # a signal alone, to one's own screens


def _dire(phrase: Callable[[], str], personnes: Collection[int], enfant: int | None = None) -> dict:
    return {(personne, enfant): phrase for personne in personnes}


def a_l_ecole(mouvement: Mouvement) -> list[tuple[dict, bool]]:
    """Sentences by (person, no child), and whether they lead to the sheet of the pupil: who teaches them now, who taught them."""
    classes = [*mouvement.de, *([mouvement.vers] if mouvement.vers else [])]
    tenues = enseignants_des_classes([classe.pk for classe in classes])
    arrive = tenues.get(mouvement.vers.pk, set()) if mouvement.vers else set()
    quitte = {qui for classe in mouvement.de for qui in tenues.get(classe.pk, set())} - arrive
    eleve, de, vers = str(mouvement.eleve), ", ".join(classe.nom for classe in mouvement.de), mouvement.vers

    def est_arrive() -> str:
        return _("%(eleve)s est maintenant dans la classe %(classe)s.") % {"eleve": eleve, "classe": vers.nom}

    def est_parti() -> str:
        dits = {"eleve": eleve, "classe": de}
        return (
            _("%(eleve)s n’est plus dans la classe %(classe)s.") if vers else _("%(eleve)s a quitté l’école.")
        ) % dits

    moi = {mouvement.auteur.pk}
    return [(_dire(est_arrive, arrive - moi), True), (_dire(est_parti, quitte - moi), False)]


def a_la_famille(mouvement: Mouvement) -> dict:
    """Who answers for the child, of their new class; who left reads nothing of the school any more."""
    if mouvement.vers is None:
        return {}
    adultes = destinataires.adultes(mouvement.etablissement.pk, [mouvement.eleve.pk])
    phrase = partial(_dans_la_classe, mouvement.vers.nom, mouvement.eleve.prenom)
    return _dire(phrase, adultes, mouvement.eleve.pk)


def _dans_la_classe(classe: str, prenom: str) -> str:
    return _("%(enfant)s est maintenant dans la classe %(classe)s.") % {"enfant": prenom, "classe": classe}


def mouvements_redits(gestes: Collection[int]) -> dict[int, list[Callable[[str], str]]]:
    """What may have told a family of each, by the line that keeps where its child went; who teaches there was told otherwise."""
    vers = Cast(KT("details__vers"), BigIntegerField())
    lignes = EntreeJournal.objects.filter(pk__in=gestes, details__has_key="vers").annotate(vers=vers)
    classes = Classe.objects.filter(pk=OuterRef("vers")).values("nom")
    dites = lignes.annotate(classe=Subquery(classes)).order_by().values_list("pk", "classe")
    return {pk: [partial(_dans_la_classe, classe)] for pk, classe in dites if classe}


def une_ecole_s_ouvre(ecole: str, heure: dt.time) -> str:
    """To whoever helps it."""
    return _("Vous avez accès à « %(ecole)s » jusqu’à %(heure)s.") % {"ecole": ecole, "heure": Heure().en_mots(heure)}


def directions(ecole: Etablissement, sauf: UUID | None) -> set[int]:
    """Who directs it (ids), but who decided."""
    roles = Role.objects.filter(en_cours(), etablissement=ecole, nature=Role.Nature.DIRECTEUR)
    return set(roles.exclude(personne__uuid=sauf).order_by().values_list("personne", flat=True))


def un_module(ligne: EntreeJournal) -> str:
    """« La commune a fermé « Agenda » à École Jean-Moulin : … »."""
    qui = str(QUI[Etage(ligne.details["etage"])])
    phrases = {
        "annuaire.fermer_un_module": _(
            "%(qui)s a fermé « %(nom)s » (%(ecole)s) : plus rien ne s’en voit, rien n’est effacé."
        ),
        "annuaire.rouvrir_un_module": _("%(qui)s a rouvert « %(nom)s » (%(ecole)s) : tout y est revenu."),
    }
    return phrases[ligne.verbe] % {
        "qui": qui[:1].upper() + qui[1:],
        "nom": cite(declaration(ligne.details["code"]).nom),
        "ecole": ligne.etablissement.nom,
    }
