"""What an answer says to the worker of its reader's device."""

from django.http import HttpRequest, HttpResponse

from ent.coquille.agent import ENTETE, gardees

from .lectures.garde import droits_gardes


class CopieDuTelephone:
    """Say of each page whose it is, and of those that rooms named, under which rights and whether their device may keep them
    (`ent.coquille.agent`). A page that says nothing is nobody's: the worker then forgets what it kept, as it does for anybody else's, and once
    rights are others. The other pages read no right for it. To who lacks the second key that is asked of them, nothing opens: the page that they are
    led to is nobody's, so that what their device had kept does not outlive the gate.
    """

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        reponse = self.get_response(request)
        if getattr(request, "second_facteur_manquant", False):
            return reponse
        if request.method != "GET" or not request.user.is_authenticated or "HX-Request" in request.headers:
            return reponse
        gardee = gardees().get(getattr(request.resolver_match, "view_name", ""))
        est_lue = gardee and reponse.status_code == 200 and (gardee.pour is None or gardee.pour(request))
        if reponse.get("Content-Type", "").startswith("text/html") and reponse.status_code not in (301, 302, 303):
            droits = droits_gardes(request) if est_lue else "-"
            dits = [droits, "garder"] if droits and est_lue else [droits]
            reponse[ENTETE] = " ".join(filter(None, [str(request.user.uuid), *dits]))
        elif est_lue:  # of a page, which said whether this device keeps: no right is read again for an image
            reponse[ENTETE] = f"{request.user.uuid} - garder"
        return reponse
