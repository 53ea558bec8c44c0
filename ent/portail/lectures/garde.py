"""Whose device keeps what they read, and under which rights."""

from hashlib import sha256

from django.http import HttpRequest

from ent.connexion.droits import COOKIE_TABLETTE


def est_chez_soi(request: HttpRequest) -> bool:
    """A parent's own phone keeps what they sign and what they read without network; a class's tablet keeps nothing, nor a
    device where they did not ask to stay signed in.
    """
    personne = request.user
    if not personne.is_authenticated or COOKIE_TABLETTE in request.COOKIES:
        return False
    return not request.session.get_expire_at_browser_close() and bool(personne.portee.enfants)


def droits_gardes(request: HttpRequest) -> str:
    """A digest of whom this parent reads of, and of what their schools closed, where their own phone may keep the pages that they open; else empty. Who works in a school, or
    was confided a child, reads on the same pages what must not stay on a phone: theirs keeps what is made to be kept, and no more.
    """
    if not est_chez_soi(request):
        return ""
    portee = request.user.portee
    if portee.est_personnel or portee.est_eleve or portee.suivis_confies:
        return ""
    lus = sorted((s.eleve.pk, s.classe_id, s.etablissement_id, *sorted(s.groupes)) for s in portee.suivis)
    fermes = sorted(
        (module, ecole)
        for module, ecoles in portee.modules_fermes.items()
        for ecole in ecoles & {s.etablissement_id for s in portee.suivis}
    )
    return sha256(repr((lus, fermes) if fermes else lus).encode()).hexdigest()[:12]
