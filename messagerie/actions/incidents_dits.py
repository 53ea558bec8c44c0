"""What an incident leaves to a school: papers of pupils to print again, and messages that somebody took away. It is told there, whoever acted
(by a task: messagerie/taches/incidents.py).
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from ent.annuaire.droits import en_cours
from ent.annuaire.models import Etablissement, Personne, Role
from ent.diffusion import actions as diffusion
from ent.socle.dates import date_format

from ..models import Incident

SECRETS = "messagerie.secrets_changes"
PREUVES = "messagerie.preuves_emportees"


def dire_les_secrets(incident: Incident) -> None:
    """To who directs and who teaches there: the papers that they printed open nothing any more. A collège prints none."""
    ecoles = [e for e in _ecoles(incident) if not e.est_college]

    def phrase() -> str:
        return _("Un incident a changé le secret de tous les élèves : imprimez de nouveau leurs papiers.")

    _dire(SECRETS, incident, ecoles, (Role.Nature.DIRECTEUR, Role.Nature.ENSEIGNANT), incident.par, phrase)


def dire_les_preuves(
    *, incident: Incident, ecoles: Iterable[Etablissement], auteur: Personne, debut: dt.date, fin: dt.date
) -> None:
    """To who directs there: what was written to them and by them left, in clear, with somebody else."""
    jours = {"debut": debut, "fin": fin}

    def phrase() -> str:
        return _("%(qui)s a emporté l’archive des messages, du %(debut)s au %(fin)s.") % {
            "qui": auteur.nom_affiche,
            **{nom: date_format(jour, "j F") for nom, jour in jours.items()},
        }

    _dire(PREUVES, incident, ecoles, (Role.Nature.DIRECTEUR,), auteur, phrase)


def _ecoles(incident: Incident) -> list[Etablissement]:
    return [incident.etablissement] if incident.etablissement else list(Etablissement.objects.filter(fermee_le=None))


def _dire(
    nature: str,
    incident: Incident,
    ecoles: Iterable[Etablissement],
    roles: Collection[str],
    auteur: Personne,
    phrase: Callable[[], str],
) -> None:
    """One line for each, at once: papers are needed the next morning. Who acted knows."""
    gens: dict[int, set[int]] = {}
    tenus = Role.objects.filter(en_cours(), nature__in=roles).exclude(personne=auteur).order_by()
    for pk, qui in tenus.values_list("etablissement", "personne"):
        gens.setdefault(pk, set()).add(qui)
    for ecole in ecoles:
        dits: dict[tuple[int, int | None], str | Callable[[], str]] = {
            (qui, None): phrase for qui in gens.get(ecole.pk, ())
        }
        if dits:
            diffusion.notifier(
                nature=nature,
                objet_id=incident.pk,
                etablissement=ecole,
                textes=dits,
                adresse=reverse("annuaire"),
                renouvelle=nature == PREUVES,
            )
