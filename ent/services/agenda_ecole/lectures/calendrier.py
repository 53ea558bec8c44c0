"""The agenda in a calendar: one event by series, and the times that are corrected under its name."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from ent.annuaire.models import Personne
from ent.diffusion import registres

from ..models import Evenement
from .series import jours_de, regle_dite


def evenements_de(personne: Personne, debut: dt.date, fin: dt.date) -> list[registres.Evenement]:
    """All that this person reads. One query."""
    visibles = Evenement.objects.visibles_par(personne).entre(debut, fin)
    return [evenement_dit(e) for e in visibles.select_related("etablissement", "classe", "groupe", "serie").distinct()]


def evenement_dit(evenement: Evenement) -> registres.Evenement:
    """A time that is corrected bears the name of its series, and the instant that it stands for."""
    serie = evenement.serie
    return registres.Evenement(
        uid=f"agenda-{(serie or evenement).uuid}",
        titre=f"{evenement.titre} ({evenement.destination.nom})",
        debut=_moment(evenement.jour, evenement.de),
        fin=_moment(evenement.dernier_jour, evenement.a),
        modifie_le=evenement.modifie_le,
        sequence=evenement.sequence,
        lieu=evenement.lieu,
        texte=" · ".join(mot for mot in (evenement.mot, evenement.texte) if mot),
        chemin=reverse("agenda_evenement", args=[evenement.pk]),
        est_annule=evenement.est_annule,
        regle=regle_dite(evenement),
        sauf=_sauf(evenement),
        occurrence=_moment(evenement.occurrence, serie.de) if serie and evenement.occurrence else None,
    )


def _moment(jour: dt.date, heure: dt.time | None) -> dt.date | dt.datetime:
    return jour if heure is None else timezone.make_aware(dt.datetime.combine(jour, heure))


def _sauf(evenement: Evenement) -> tuple[dt.date | dt.datetime, ...]:
    if not evenement.est_une_serie:
        return ()
    gardes = set(jours_de(evenement))
    tous = jours_de(evenement, avec_les_vacances=True)
    return tuple(_moment(jour, evenement.de) for jour in tous if jour not in gardes)
