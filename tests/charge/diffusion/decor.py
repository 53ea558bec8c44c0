"""Run inside one site (`python -m tests.charge.diffusion.decor 200 1000`): threads with so many readers, as JSON.

The announcements of a school, written by its direction. A school that has too few families is given those of others.
"""

import json
import sys

import django

django.setup()

from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from ent.annuaire.models import Etablissement, Inscription, Personne, Responsabilite, Role  # noqa: E402
from messagerie.actions.fils import fil_d_ecole  # noqa: E402
from messagerie.evenements.fils import participants  # noqa: E402
from tests.charge.decor import session  # noqa: E402
from tests.etages import poser  # noqa: E402


def fil_de(ecole: Etablissement, combien: int) -> dict:
    # Whatever the hour of the measure, the school is awake.
    poser({"calme.debut": ecole.reglage("calme.fin"), "calme.week_end": False}, ecole)
    directeur = Role.objects.filter(etablissement=ecole, nature=Role.Nature.DIRECTEUR).order_by("pk")[0].personne
    fil = fil_d_ecole(nature="ecole", etablissement=ecole, auteur=directeur)
    completer(ecole, combien + 1 - len(participants(fil)))
    lecteurs = Personne.objects.filter(pk__in=participants(fil) - {directeur.pk}).order_by("-pk")[:combien]
    if len(lecteurs) < combien:
        raise SystemExit(f"{len(lecteurs)} adults in this site: not enough for a thread of {combien}.")
    return {
        "fil": fil.pk,
        "envoyer": reverse("messagerie_envoyer", args=[fil.pk]),
        "auteur": session(directeur),
        "lecteurs": [session(p) for p in lecteurs],
    }


def completer(ecole: Etablissement, manquent: int) -> None:
    """So many adults of other schools answer for the pupils of this one."""
    if manquent <= 0:
        return
    enfants = list(Inscription.objects.filter(classe__etablissement=ecole, fin=None).values_list("eleve", flat=True))
    ailleurs = Personne.objects.exclude(responsabilites=None).exclude(responsabilites__etablissement=ecole)
    Responsabilite.objects.bulk_create(
        [
            Responsabilite(
                adulte=adulte,
                enfant_id=enfants[rang % len(enfants)],
                etablissement=ecole,
                autorite=Responsabilite.Autorite.CONFIRMEE,
                debut=timezone.localdate(),
            )
            for rang, adulte in enumerate(ailleurs.distinct().order_by("pk")[:manquent])
        ]
    )


if __name__ == "__main__":
    tailles = [int(n) for n in sys.argv[1:]]
    ecoles = Etablissement.objects.exclude(roles=None).distinct().order_by("pk")[: len(tailles)]
    json.dump({n: fil_de(ecole, n) for n, ecole in zip(tailles, ecoles, strict=True)}, sys.stdout)
