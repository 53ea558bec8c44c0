"""The journal: write a line in the transaction of the act itself, and say it in a sentence.

Each room says its own verbs, in its `branchements.py`. A verb that has no sentence yet is told by its name, never hidden.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.utils.functional import Promise

from .models import EntreeJournal, Etablissement, Personne
from .pouvoir import est_par_delegation
from .registres import enregistrer_entre_eux, enregistrer_sorte_de_gestes

# « a donné un travail », or what says it from the details of the line.
Phrase = str | Promise | Callable[[dict[str, Any]], str]
_phrases: dict[str, Phrase] = {}
# What makes something, by all that takes it back and what gives it again, if anything does.
_reprises: dict[str, tuple[frozenset[str], str]] = {}
A_L_INSTANT = dt.timedelta(minutes=1)  # that an act takes to be written, at most


def consigner(verbe: str, *, auteur=None, etablissement=None, objet: str = "", **details) -> EntreeJournal:
    """Add one line. `verbe` is « room.verb »; `objet` a kind and an id; `details` counts and reasons, never contents.

    Of who did it by a confided power, the line says so, under their own name.
    """
    if auteur and etablissement and est_par_delegation(verbe, auteur, etablissement.pk):
        details["par_delegation"] = True
    return EntreeJournal.objects.create(
        verbe=verbe, auteur_uuid=auteur and auteur.uuid, etablissement=etablissement, objet=objet, details=details
    )


def consigner_dans(verbe: str, *, auteur, etablissements: Collection[Any], **details) -> list[EntreeJournal]:
    """The same line in each of these schools, of what somebody above them all did at once. One statement."""
    return EntreeJournal.objects.bulk_create(
        EntreeJournal(verbe=verbe, auteur_uuid=auteur.uuid, etablissement=ecole, details=details)
        for ecole in etablissements
    )


def est_le_dernier_geste(geste: int, *, etablissement, objet: str, verbes: Collection[str]) -> bool:
    """Whether this line (its id) is the last of these verbs on that object: nothing undid it, and nothing was done again since.

    Asked under the lock of what it changed. One query.
    """
    lignes = EntreeJournal.objects.filter(etablissement=etablissement, objet=objet, verbe__in=verbes)
    return lignes.order_by("-pk").values_list("pk", flat=True).first() == geste


def dernier_geste(*, etablissement, objets: Collection[str], verbes: Collection[str]) -> tuple[str, dt.datetime] | None:
    """Who last did one of these on these objects, and when; nobody where it was not a person. Two queries."""
    lignes = EntreeJournal.objects.filter(etablissement=etablissement, objet__in=objets, verbe__in=verbes)
    ligne = lignes.exclude(auteur_uuid=None).first()
    auteur = ligne and Personne.objects.filter(uuid=ligne.auteur_uuid).first()
    return (auteur.nom_affiche, ligne.fait_le) if auteur else None


def details_du_geste(*, etablissements: Collection[int], objet: str, verbe: str) -> dict[str, Any]:
    """What the last such line says of that object, in these schools (ids); nothing where there is none. One query."""
    lignes = EntreeJournal.objects.filter(etablissement__in=etablissements, objet=objet, verbe=verbe)
    return lignes.order_by("-pk").values_list("details", flat=True).first() or {}


def est_repris(*, auteur: Personne, depuis: dt.datetime) -> bool:
    """Whether what this person made at that instant was taken back since, by anybody, and not given again. Three queries, by school and by hour."""
    siennes = EntreeJournal.objects.filter(
        auteur_uuid=auteur.uuid, fait_le__range=(depuis, depuis + A_L_INSTANT)
    ).order_by("pk")
    d_une_ecole = siennes.filter(etablissement__in=Etablissement.objects.values("pk"))
    # Whatever it is, the first line is what was sent then: one who did something else in the same minute sent another page.
    lues = [ligne for ligne in (d_une_ecole.first(), siennes.filter(etablissement=None).first()) if ligne]
    faite = min(lues, key=lambda ligne: ligne.pk, default=None)
    if faite is None or faite.verbe not in _reprises:
        return False
    otent, rend = _reprises[faite.verbe]
    suite = EntreeJournal.objects.filter(
        etablissement=faite.etablissement_id, objet=faite.objet, verbe__in={faite.verbe, *otent, rend}, pk__gt=faite.pk
    )
    dits = Counter(suite.order_by().values_list("verbe", flat=True))
    otes = sum(dits[verbe] for verbe in otent)
    if faite.verbe in otent:
        return otes > dits[rend]
    # Where several things were made of one object, all have to be taken back: which one was, the journal does not say.
    return 1 + dits[faite.verbe] + dits[rend] <= otes


def enregistrer_phrases(
    salle: str,
    phrases: Mapping[str, Phrase],
    *,
    sorte: tuple[str, str | Promise],
    entre_eux: Mapping[str, str] = {},
    reprises: Mapping[str, tuple[str | tuple[str, ...], str]] = {},
) -> None:
    """The verbs of a room, each with what it did, without who: ``{"donner_role": "a donné un rôle dans l’école"}``; and the kind of acts
    under which they are asked for, its name and its words: ``("nom", "Ses mots")``. `entre_eux`: verbs that tell what one of a child's family said, each with
    the kind that its line names: who directs the school reads them, but of their own child (``{"repondre": "dossier"}``).
    `reprises`: verbs that make what may be taken back, each with what takes it back (one verb, or several) and what gives it again (nothing, where nothing
    does), all of one object (``{"publier_travail": ("retirer_travail", "remettre_travail")}``); what is said again takes back what was said before.
    """
    siennes = {f"{salle}.{verbe}": phrase for verbe, phrase in phrases.items()}
    _phrases.update(siennes)
    enregistrer_sorte_de_gestes(*sorte, siennes)
    enregistrer_entre_eux({f"{salle}.{verbe}": genre for verbe, genre in entre_eux.items()})
    _reprises.update(
        {
            f"{salle}.{fait}": (
                frozenset(f"{salle}.{ote}" for ote in ((otent,) if isinstance(otent, str) else otent)),
                f"{salle}.{rend}",
            )
            for fait, (otent, rend) in reprises.items()
        }
    )


def selon(detail: str, phrases: Mapping[Any, Any], sinon: Any) -> Phrase:
    """A sentence by what one detail of the line says; `sinon`, of lines that were written before they said it."""
    return lambda details: str(phrases.get(details.get(detail), sinon))


def raconter(entree: EntreeJournal) -> str:
    """What was done, without who."""
    phrase = _phrases.get(entree.verbe) or entree.verbe.partition(".")[2].replace("_", " ")
    return phrase(entree.details) if callable(phrase) else str(phrase)
