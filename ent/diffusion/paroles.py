"""What a push or an e-mail says: how many news, of what kind. Never a name, never a word of what the school wrote."""

from collections import Counter
from collections.abc import Collection, Iterable

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ent.socle.college import AU_COLLEGE, AUX_DEUX
from ent.socle.francais import objet_de, parlee_de

from .models import Notification
from .sortes import AUTRE, sorte_de, sortes

SEL_ARRET = "diffusion.arreter"


def langue_de(langue: str, nouvelles: Collection[Notification]) -> str:
    """That in which these are said: as one speaks of a collège, or of both. Each was read with its school."""
    sortes = {n.etablissement.est_college for n in nouvelles}
    return parlee_de(langue, (AUX_DEUX if False in sortes else AU_COLLEGE) if True in sortes else "")


def phrase(nombre: int) -> str:
    if nombre == 1:
        return _("Une nouvelle de l’école vous attend.")
    return ngettext("%(n)d nouvelle de l’école vous attend.", "%(n)d nouvelles de l’école vous attendent.", nombre) % {
        "n": nombre
    }


def poussee(nouvelles: Iterable[Notification]) -> dict[str, str]:
    """What a device is given to show. The kind is said when there is only one."""
    siennes = list(nouvelles)
    natures = {sorte_de(n.nature) for n in siennes}
    texte = phrase(len(siennes))
    if len(natures) == 1 and natures != {AUTRE}:
        texte = f"{natures.pop().libelle}. {texte}"
    return {"titre": settings.ENT_NOM, "texte": texte, "adresse": reverse("notifications")}


def adresse_complete(chemin: str) -> str:
    return settings.ENT_ADRESSE.rstrip("/") + chemin


def lien_d_arret(personne_uuid: str) -> str:
    """The page where whoever reads the mail stops it, without signing in."""
    return adresse_complete(reverse("prevenir_arreter", args=[signing.dumps(personne_uuid, salt=SEL_ARRET)]))


def resume(nouvelles: Iterable[Notification], arret: str) -> tuple[str, str]:
    """Subject and body of the day's e-mail."""
    comptes = Counter(sorte_de(n.nature).nom for n in nouvelles)
    lignes = [f"– {s.libelle}{_(' : ')}{comptes[s.nom]}" for s in sortes() if comptes[s.nom]]
    total = phrase(sum(comptes.values()))
    corps = [
        _("Bonjour,"),
        total,
        "\n".join(lignes),
        _("Pour les lire : %(adresse)s") % {"adresse": adresse_complete(reverse("notifications"))},
        _("Changer l’heure de cet e-mail, ou ce qu’il annonce : %(adresse)s")
        % {"adresse": adresse_complete(reverse("prevenir"))},
        _("Ne plus recevoir cet e-mail : %(adresse)s") % {"adresse": arret},
        f"{settings.ENT_NOM} · {settings.ENT_TERRITOIRE}",
    ]
    return objet_de(total), "\n\n".join(corps) + "\n"
