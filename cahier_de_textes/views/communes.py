"""What the pages of a teacher share: the class or group in hand, dates asked by the address."""

import datetime as dt
import uuid
from uuid import UUID

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire import calendrier
from ent.annuaire.droits import exiger
from ent.annuaire.models import Classe, Groupe, Personne
from ent.annuaire.models.portee import Suivi
from ent.socle.dates import est_plausible

from .. import droits
from ..consignes import CONSIGNES
from ..forms.remises import RendreForm
from ..lectures import remises as lectures_remises
from ..lectures import semaine as lectures_semaine
from ..lectures.reprises import Repris, fichiers_de, repris_par
from ..models import Ecrit, Seance, Travail


def page_des_essais(request: HttpRequest, travail: Travail, suivi: Suivi, formulaire: RendreForm | None = None) -> dict:
    """What a child handed in, what was answered, and handing in, with what was taken back: five queries, one for the latest try, one for files."""
    essais = lectures_remises.essais_de(request.user, travail, suivi.eleve) if travail.est_a_rendre else []
    repris = repris_par(request.user, travail, suivi.eleve) if travail.est_a_rendre else None
    return {
        "travail": travail,
        "suivi": suivi,
        "essais": essais,
        "reprenable": lectures_remises.peut_reprendre(essais),
        # A fresh number for the next try; the one of a try that was refused stays its own.
        "formulaire": formulaire or _a_rendre(request.user, repris),
        "est_repris": repris is not None,
    }


def _a_rendre(personne: Personne, repris: Repris | None) -> RendreForm:
    """What was taken back is under the pen: its words in their box, its files ticked, each to be sent again or left."""
    if repris is None:
        return RendreForm(initial={"uuid": uuid.uuid4()})
    formulaire = RendreForm(initial={"uuid": repris.uuid, "texte": repris.texte})
    formulaire.fields["fichiers"].actuels = fichiers_de(personne, repris)
    return formulaire


def classe_geree(request: HttpRequest, pk: int) -> Classe:
    """A class whose week this person reads: its teachers and its direction."""
    return _ou_404(lectures_semaine.classe_geree(request.user, pk))


def groupe_tenu(request: HttpRequest, pk: int) -> Groupe:
    return _ou_404(lectures_semaine.groupe_tenu(request.user, pk))


def classe_de_l_annee(request: HttpRequest, pk: int) -> Classe:
    """A class whose year one reads: theirs today, or one of a year that is over."""
    return _ou_404(lectures_semaine.classe_geree(request.user, pk) or lectures_semaine.classe_relue(request.user, pk))


def groupe_de_l_annee(request: HttpRequest, pk: int) -> Groupe:
    return _ou_404(lectures_semaine.groupe_tenu(request.user, pk) or lectures_semaine.groupe_relu(request.user, pk))


def lecteur_de(request: HttpRequest, cible: Classe | Groupe) -> Personne:
    """As whom its year is read: who asks, or, once it is over, who they were."""
    en_cours = cible.fermee_le is None if isinstance(cible, Classe) else cible.pk in request.user.portee.groupes_tenus
    return request.user if en_cours else request.user.autrefois


def _ou_404[T](trouve: T | None) -> T:
    if trouve is None:
        raise Http404
    return trouve


def exiger_de_donner(request: HttpRequest, cible: Classe | Groupe, phrase: str) -> None:
    """Only who teaches them writes in their week."""
    classe, groupe = (cible, None) if isinstance(cible, Classe) else (None, cible)
    exiger(droits.peut_donner_travail(request.user, classe=classe, groupe=groupe), phrase)


def dire_l_heure_oubliee(request: HttpRequest, a: dt.datetime | None) -> None:
    """A draft has no hour: whoever chose one says it again when they give it."""
    if a is not None:
        messages.info(request, _("L’heure n’est pas gardée avec un brouillon : dites-la quand vous le donnerez."))


def date_lue(texte: str) -> dt.date | None:
    try:
        lue = dt.date.fromisoformat(texte)
    except ValueError:
        return None
    return lue if est_plausible(lue) else None


def lundi_de(jour: dt.date) -> dt.date:
    return jour - dt.timedelta(days=jour.weekday())


def prochain_jour(etablissement) -> dt.date:
    return calendrier.prochain_jour_de_classe(etablissement, timezone.localdate())


def jour_en_cours(etablissement) -> dt.date:
    """Today until its last half-day is over, then the next class day."""
    jour = timezone.localdate()
    sortie = calendrier.sortie(etablissement, jour)
    return jour if sortie is not None and timezone.now() < sortie else prochain_jour(etablissement)


def semaine_de(ecrit: Ecrit, jour: dt.date) -> str:
    """Address of the week in which an item stands; a phone shows that day of it."""
    nom = "cahier_classe" if ecrit.classe_id else "cahier_groupe"
    adresse = reverse(nom, args=[ecrit.destination.pk])
    return f"{adresse}?semaine={lundi_de(jour).isoformat()}&jour={jour.isoformat()}"


def porter_le_regard(formulaire: BaseForm, sur: str = "") -> None:
    """Put the cursor on what is to be corrected first, else where one begins to write."""
    en_faute = next((champ.name for champ in formulaire.visible_fields() if champ.errors), sur)
    if en_faute:
        formulaire.fields[en_faute].widget.attrs["autofocus"] = True


def moment_propose(request: HttpRequest) -> str:
    demande = request.GET.get("moment", "")
    return demande if demande in Seance.Moment.values else Seance.Moment.MATIN


def rendu(request: HttpRequest, pk: int, eleve: UUID, gabarit: str) -> HttpResponse:
    """What a child handed in for a travail that is given to them no more, and what was answered: where a notification led."""
    qui = request.user
    trouve = lectures_remises.rendu_par(qui, pk, eleve)
    if trouve is None:
        qui = qui.autrefois
        trouve = lectures_remises.rendu_par(qui, pk, eleve)
    travail, suivi = _ou_404(trouve)
    contexte = {
        "travail": travail,
        "suivi": suivi,
        "geste": CONSIGNES[travail.nature],
        "essais": lectures_remises.essais_de(qui, travail, suivi.eleve),
    }
    return render(request, gabarit, contexte)
