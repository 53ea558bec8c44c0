"""Template tags of the carnet de liaison."""

import datetime as dt
from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ent.coquille.templatetags.coquille import icone
from ent.socle.dates import date_format, time_format

from ..evenements import mots as evenements
from ..lectures import mots_suivi as lectures
from ..lectures.mots_phrases import quand_il_part
from ..models.mots import HEURE, Mot, ReponseMot

register = template.Library()

ICONES = {
    Mot.Nature.INFORMATION: "info", Mot.Nature.ACCUSE: "stylo", Mot.Nature.OUI_NON: "deux-coches",
    Mot.Nature.CHOIX: "main", Mot.Nature.CRENEAUX: "horloge", Mot.Nature.ARGENT: "recu", Mot.Nature.OBJET: "sac",
}  # fmt: skip
# State of a child: class of its label, icon, words.
ETATS = {
    lectures.SIGNE: ("etat--fait", "stylo", gettext_lazy("Signé")),
    lectures.CONFLIT: ("etat--attente", "alerte", gettext_lazy("Deux réponses")),
    lectures.VU: ("etat--info", "oeil", gettext_lazy("Vu")),
    lectures.ENVOYE: ("", "envoyer", gettext_lazy("Envoyé")),
    lectures.PAPIER: ("etat--attente", "fichier", gettext_lazy("Papier remis")),
    lectures.NON_ATTEINT: ("etat--manque", "croix", gettext_lazy("Pas atteint")),
}
DE_FAMILLE = (evenements.MOT_PUBLIE, evenements.MOT_CHANGE, evenements.MOT_REPONDU)
DE_SUIVI = (evenements.MOT_CHANGE, evenements.MOT_REPONDU, evenements.MOT_VU)


def declencheurs(noms: tuple[str, ...]) -> str:
    return ", ".join(f"{nom.replace('.', ':')} from:body" for nom in (*noms, "reconnexion"))


@register.simple_tag
def evenements_du_carnet() -> str:
    """What makes a family's page ask for itself again."""
    return declencheurs(DE_FAMILLE)


@register.simple_tag
def evenements_du_suivi() -> str:
    return declencheurs(DE_SUIVI)


@register.filter
def icone_du_mot(mot: Mot) -> str:
    return ICONES[mot.nature]


@register.simple_tag
def etat_du_mot(etat: str) -> SafeString:
    """The label of a state: a drawing and a word."""
    classe, dessin, mots = ETATS[etat]
    return format_html('<span class="etat {}">{}{}</span>', classe, icone(dessin), mots)


@register.filter
def jusqu_a(mot: Mot) -> str:
    """« Jusqu’à aujourd’hui », « Jusqu’à demain », « Jusqu’à jeudi », « Jusqu’au 10 décembre »."""
    ecart = (mot.date_limite - timezone.localdate()).days
    if ecart < 0:
        return _("C’était jusqu’au %(jour)s") % {"jour": date_format(mot.date_limite, "j F")}
    if ecart == 0:
        return _("Jusqu’à ce soir")
    if ecart == 1:
        return _("Jusqu’à demain")
    if ecart < 7:
        return _("Jusqu’à %(jour)s") % {"jour": date_format(mot.date_limite, "l")}
    return _("Jusqu’au %(jour)s") % {"jour": date_format(mot.date_limite, "j F")}


@register.filter
def a_l_heure(instant: dt.datetime) -> str:
    """« aujourd’hui à 19 h 02 », « hier à 19 h 02 », « lundi à 19 h 02 », « le 9 novembre »."""
    local = timezone.localtime(instant)
    ecart = (timezone.localdate() - local.date()).days
    if ecart > 6 or ecart < 0:
        return _("le %(jour)s") % {"jour": date_format(local, "j F")}
    jour = {0: _("aujourd’hui"), 1: _("hier")}.get(ecart) or date_format(local, "l")
    return _("%(jour)s à %(heure)s") % {"jour": jour, "heure": time_format(local, HEURE)}


@register.filter
def part_quand(mot: Mot) -> str:
    return quand_il_part(mot)


@register.filter
def euros(montant: Decimal | None) -> str:
    """« 12,50 € », « 5 € »."""
    if montant is None:
        return ""
    texte = f"{montant:.2f}".replace(".", ",").removesuffix(",00")
    return f"{texte}\u00a0€"


ECARTS = {
    "titre": gettext_lazy("Titre"),
    "texte": gettext_lazy("Texte"),
    "montant": gettext_lazy("Montant"),
    "objet": gettext_lazy("À apporter"),
    "choix": gettext_lazy("Votre réponse"),
    "offerts": gettext_lazy("Les réponses proposées"),
}


@register.filter
def ecart_dit(quoi: str) -> str:
    """What of a mot changed (`lectures.mots_versions.Ecart`)."""
    return str(ECARTS[quoi])


@register.filter
def ecart_en_mots(valeur: Decimal | str | None) -> str:
    return euros(valeur) if isinstance(valeur, Decimal) else valeur or _("rien")


@register.filter
def en_mots(reponse: ReponseMot) -> str:
    """What was answered, in a few words of the reader's language: « Oui », « Je participe : 5 € », « Signé »."""
    option = reponse.mot.option(reponse.choix) if reponse.choix else None
    texte = option.texte if option else reponse.libelle or _("Signé")
    return f"{texte}{_(' : ')}{euros(reponse.montant)}" if reponse.montant is not None else texte


@register.filter
def option_de(cle: str, mot: Mot) -> str:
    """The words of an option."""
    option = mot.option(cle)
    return option.texte if option else _("Signé")


@register.simple_tag
def signature(reponse: ReponseMot) -> SafeString:
    """What was drawn: only whole numbers reach the page."""
    chemin = " ".join(
        ("M" + " L".join(f"{int(x)} {int(y)}" for x, y in trait)) + ("" if len(trait) > 1 else " h1")
        for trait in reponse.trace
    )
    return mark_safe(  # noqa: S308
        f'<svg class="signature__trace" viewBox="0 0 1000 400" aria-hidden="true"><path d="{chemin}"/></svg>'
    )
