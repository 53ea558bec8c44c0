"""How what is asked is said: when and where, until when it holds."""

import datetime as dt
from collections.abc import Callable

from django.utils import timezone
from django.utils.translation import gettext as _

from ent.socle.dates import aujourd_hui, date_format, time_format
from ent.socle.francais import en_francais

from ..models import DemandeConsentement, VersionSortie

HEURE = r"G \h i"
LONGUEUR = 200  # letters of a notification
COURT = 20  # of a title, once it gave way
HEURE_TENUE = "G\u00a0\\h\u00a0i"
# An outing as it is, or as it was.
type Sortie = DemandeConsentement | VersionSortie


def quand_et_ou(demande: DemandeConsentement) -> str:
    """« Jeudi 3 décembre, de 8 h 40 à 16 h 15, à la ferme du Pré-Vert. »; of what holds for the year, until when."""
    if not demande.est_sortie:
        return _("Jusqu’au %(fin)s.") % {"fin": date_format(demande.fin, "j F Y")}
    mots = [jours(demande)]
    if heures := heures_de(demande):
        mots.append(heures)
    if demande.lieu:
        mots.append(en_francais(demande.lieu))
    dit = _(", ").join(mots)
    return f"{dit[0].upper()}{dit[1:]}."


def jours(demande: Sortie) -> str:
    """« jeudi 3 décembre », « du jeudi 3 décembre au vendredi 4 décembre »."""
    if demande.debut == demande.fin:
        return date_format(demande.debut, "l j F")
    return _("du %(debut)s au %(fin)s") % {
        "debut": date_format(demande.debut, "l j F"),
        "fin": date_format(demande.fin, "l j F"),
    }


def heures_de(demande: Sortie) -> str:
    """« de 8 h 40 à 16 h 15 », « départ 8 h 40 »; nothing while none is said."""
    depart = time_format(demande.depart_a, HEURE) if demande.depart_a else ""
    retour = time_format(demande.retour_a, HEURE) if demande.retour_a else ""
    if depart and retour:
        return _("de %(depart)s à %(retour)s") % {"depart": depart, "retour": retour}
    if depart:
        return _("départ %(depart)s") % {"depart": depart}
    return _("retour %(retour)s") % {"retour": retour} if retour else ""


def ce_qui_change(avant: Sortie, apres: Sortie) -> str:
    """« jeudi 12 novembre au lieu de mardi 10 novembre, « au zoo » au lieu de « à la ferme » »: what counts most first; nothing when nothing changed."""
    paires = [
        (jours(avant), jours(apres), "", avant.debut != avant.fin),
        (heures_de(avant), heures_de(apres), _("heures à préciser"), bool(avant.depart_a and avant.retour_a)),
        (_cite(avant.lieu), _cite(apres.lieu), _("lieu à préciser"), False),
        (_cite(avant.titre), _cite(apres.titre), "", False),
    ]
    dits = [_au_lieu_de(vieux, neuf or sans, va_de_a=va) for vieux, neuf, sans, va in paires if vieux != neuf]
    if apres.repondre_avant != avant.repondre_avant and apres.repondre_avant:
        dits.append(_("à répondre avant le %(jour)s") % {"jour": date_format(apres.repondre_avant, "l j F")})
    if apres.texte != avant.texte:
        dits.append(_("ce qu’il faut savoir"))
    return ", ".join(dits)


def prevenue_dite(le: dt.datetime | None, est_jointe: bool) -> str:
    """« Famille prévenue à 9 h 10 », « Famille : sera prévenue lundi à 7 h 00 » while quiet hours hold it; or that nobody of it is reached."""
    if le is None:
        return ""
    if not est_jointe:
        return _("Famille pas prévenue : personne n’est joint, appelez-la")
    ici = timezone.localtime(le)
    mots = {"heure": time_format(ici, HEURE_TENUE), "jour": date_format(ici, "l")}
    if le <= timezone.now():
        return _("Famille prévenue à %(heure)s") % mots
    if ici.date() == aujourd_hui():
        return _("Famille : sera prévenue à %(heure)s") % mots
    return _("Famille : sera prévenue %(jour)s à %(heure)s") % mots


def _cite(mots: str) -> str:
    return f"«\u00a0{mots}\u00a0»" if mots else ""


def _au_lieu_de(ancien: str, nouveau: str, *, va_de_a: bool) -> str:
    """What went « de … à … » or « du … au … » is said beside: « au lieu de de 8 h 40 » is no French."""
    if not ancien:
        return nouveau
    if va_de_a:
        return _("%(apres)s (avant : %(avant)s)") % {"apres": nouveau, "avant": ancien}
    return _("%(apres)s au lieu de %(avant)s") % {"apres": nouveau, "avant": ancien}


def tenir(dire: Callable[[str], str], nom: str, plus_bref: Callable[[str], str] | None = None) -> str:
    """What `dire` says of an outing of this name, within a notification: its name gives way first, then what `plus_bref` says otherwise; at last its end, where
    the rest is read. Never in the midst of a word.
    """
    for phrase in filter(None, (dire, plus_bref)):
        place = LONGUEUR - len(phrase(""))
        if place >= min(len(nom), COURT):
            return phrase(_au_mot(nom, place))
    suite = _("… la suite sur la page")
    return _au_mot((plus_bref or dire)(_au_mot(nom, COURT)), LONGUEUR - len(suite) + 1, "") + suite


def _au_mot(texte: str, place: int, suite: str = "…") -> str:
    if len(texte) <= place:
        return texte
    debut, _blanc, reste = texte[:place].rpartition(" ")
    return f"{(debut or reste[:-1]).rstrip(' ,;:.·«')}{suite}"
