"""Write a billet: choose files and words, say who is on the photos, publish; correct, withdraw, put back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from ent.annuaire.destinataires import dit_aux_familles
from ent.annuaire.droits import exiger
from ent.annuaire.models import Classe, Groupe
from ent.annuaire.views.gestes import corrige, cree, retire
from ent.fichiers.envois import recoit_des_fichiers
from ent.fichiers.forms.visages import FlouterForm
from ent.socle.dates import a_venir

from ..actions import billets as actions
from ..actions import billets_eleves, billets_photos
from ..droits import billets as droits
from ..forms.billets import BilletForm, DecrireForm, PublierForm, QuiForm, RendreBilletForm
from ..lectures import billets_photos as photos
from ..lectures import commentaires
from ..lectures import journal as lectures
from ..models.billets import Billet
from .journal_communes import billet_tenu, piece_de

REFUS = gettext_lazy("Seuls ceux qui enseignent dans la classe écrivent dans son journal. Demandez-leur.")


@recoit_des_fichiers
@cree
@require_http_methods(["GET", "POST"])
def ecrire_classe(request: HttpRequest, pk: int) -> HttpResponse:
    cible = get_object_or_404(Classe.objects.gerees_par(request.user).select_related("etablissement"), pk=pk)
    exiger(droits.peut_ecrire_un_billet(request.user, classe=cible), REFUS)
    return _ecrire(request, cible, f"classe:{pk}", classe=cible)


@recoit_des_fichiers
@cree
@require_http_methods(["GET", "POST"])
def ecrire_groupe(request: HttpRequest, pk: int) -> HttpResponse:
    cible = get_object_or_404(Groupe.objects.tenus_par(request.user).select_related("etablissement"), pk=pk)
    return _ecrire(request, cible, f"groupe:{pk}", groupe=cible)


def _ecrire(request: HttpRequest, cible: Classe | Groupe, lieu: str, **pour) -> HttpResponse:
    """First tap: the files and the words. They are kept as a draft, then one says who is on the photos."""
    formulaire = BilletForm(request.POST or None, request.FILES or None, personne=request.user, lieu=lieu)
    if request.method == "POST" and formulaire.is_valid():
        donnees = formulaire.cleaned_data
        if not (donnees["fichiers"] or donnees["texte"] or donnees["titre"]):
            formulaire.add_error(None, _("Choisissez des photos, ou écrivez deux mots."))
        else:
            try:
                billet = actions.ecrire_billet(
                    auteur=request.user,
                    titre=donnees["titre"],
                    texte=donnees["texte"],
                    envoi=donnees["fichiers"],
                    **pour,
                )
            except ValidationError as refus:
                formulaire.add_error(None, refus)
            else:
                return redirect("journal_preparer", pk=billet.pk)
    contexte = {"formulaire": formulaire, "cible": cible, "billet": None, "est_classe": isinstance(cible, Classe)}
    return render(request, "pages/journal/ecrire.html", contexte, status=422 if formulaire.is_bound else 200)


@recoit_des_fichiers
@corrige
@require_http_methods(["GET", "POST"])
def modifier(request: HttpRequest, pk: int) -> HttpResponse:
    """Its words and its files. If somebody else wrote meanwhile, both texts are shown and nothing is lost."""
    billet = billet_tenu(request, pk)
    lieu = f"classe:{billet.classe_id}" if billet.classe_id else f"groupe:{billet.groupe_id}"
    formulaire = BilletForm(
        request.POST or None, request.FILES or None, personne=request.user, lieu=lieu, billet=billet
    )
    if request.method == "POST" and formulaire.is_valid():
        donnees = formulaire.cleaned_data
        try:
            actions.corriger_billet(
                billet=billet,
                auteur=request.user,
                titre=donnees["titre"],
                texte=donnees["texte"],
                envoi=donnees["fichiers"],
            )
        except ValidationError as refus:
            formulaire.add_error(None, refus)
        else:
            if billet.est_publie:
                messages.success(request, _("C’est corrigé."))
            return redirect(
                "journal_billet" if billet.est_publie and not donnees["fichiers"].prepares else "journal_preparer",
                pk=pk,
            )
    contexte = {"formulaire": formulaire, "cible": billet.destination, "billet": billet}
    contexte["est_classe"] = billet.classe_id is not None
    return render(request, "pages/journal/ecrire.html", contexte, status=422 if formulaire.is_bound else 200)


@corrige
@require_http_methods(["GET", "POST"])
def preparer(request: HttpRequest, pk: int) -> HttpResponse:
    """Second and third taps: who is on the photos, for whom, publish. A pupil's billet is read over here too."""
    billet = billet_tenu(request, pk)
    if request.method == "POST" and (qui := _dire_ce_qui_est_coche(request, billet)):
        return _page_preparer(request, billet, PublierForm(billet=billet), qui=qui)
    formulaire = PublierForm(request.POST if request.method == "POST" else None, billet=billet)
    if request.method == "POST" and formulaire.is_valid() and not _laisse_sans_le_dire(billet, formulaire):
        donnees = {nom: formulaire.cleaned_data[nom] for nom in ("public", "a")}
        try:
            publie = actions.publier_billet(billet=billet, auteur=request.user, **donnees)
        except ValidationError as refus:
            formulaire.add_error(None, refus)
        else:
            messages.success(request, _phrase_de_publication(publie))
            for phrase in _phrases_des_cachees(publie):
                messages.warning(request, phrase)
            if commentaires.attendent(request.user, publie):
                messages.info(request, _("Des commentaires attendent que vous les montriez aux lecteurs de ce billet."))
            return redirect("journal_billet", pk=pk)
    return _page_preparer(request, billet, formulaire)


def _dire_ce_qui_est_coche(request: HttpRequest, billet: Billet) -> QuiForm | None:
    """What was ticked under the photos and not noted yet is said by publishing. The form, when it may not be."""
    if not (request.POST.get("personne") or request.POST.getlist("eleves")):
        return None
    formulaire = _dire_qui(request, billet)
    return formulaire if formulaire.errors else None


def _laisse_sans_le_dire(billet: Billet, formulaire: PublierForm) -> bool:
    """Photos that these readers would not see, where nobody said who is on them or where no other would be left, are told first, with
    why; published without them knowingly, they stay in the billet. Of a billet without a word, publishing says that it is empty.
    """
    toutes = photos.photos_de(billet, formulaire.cleaned_data["public"])
    laissees = [p for p in toutes if not p.prete]
    n, muettes = len(laissees), sum(not p.est_dite for p in laissees)
    se_disent = muettes or (n and n == len(toutes))
    if not se_disent or formulaire.sait_que(n) or not (billet.texte or billet.titre):
        return False
    phrases = [
        ngettext("%(n)s photo ne serait pas vue.", "%(n)s photos ne seraient pas vues.", n) % {"n": n},
        *([_("Dites qui est dessus.")] if muettes else []),
        *filter(None, [photos.raisons(laissees)]),
    ]
    formulaire.prevenu = formulaire.cleaned_data["public"]
    formulaire.add_error(None, " ".join(dict.fromkeys(phrases)))
    return True


def _phrases_des_cachees(billet: Billet) -> list[str]:
    """What of it families do not see, and why: nobody said who is on them, or somebody who is may not be shown."""
    cachees = [] if billet.equipe else [p for p in photos.photos_de(billet) if not p.prete]
    muettes, bloquees = sum(not p.est_dite for p in cachees), [p for p in cachees if p.est_dite]
    phrases = []
    if muettes:
        phrase = ngettext(
            "%(n)s photo reste cachée aux familles : dites qui est dessus, ou floutez.",
            "%(n)s photos restent cachées aux familles : dites qui est dessus, ou floutez.",
            muettes,
        )
        phrases.append(phrase % {"n": muettes})
    if bloquees:
        phrase = ngettext(
            "%(n)s photo reste cachée aux familles. %(pourquoi)s Floutez, ou retirez-la.",
            "%(n)s photos restent cachées aux familles. %(pourquoi)s Floutez, ou retirez-les.",
            len(bloquees),
        )
        phrases.append(phrase % {"n": len(bloquees), "pourquoi": photos.raisons(bloquees)})
    return phrases


def _phrase_de_publication(billet: Billet) -> str:
    if billet.equipe:
        return _("C’est dans le journal, pour l’équipe seulement.")
    if billet.attend:
        return _("C’est prêt. Les familles le liront %(quand)s.") % {"quand": a_venir(billet.visible_le)}
    return dit_aux_familles(_("C’est publié : les familles le voient maintenant."), billet.audience)


def _page_preparer(
    request: HttpRequest,
    billet: Billet,
    formulaire: PublierForm,
    qui: QuiForm | None = None,
    rendre: RendreBilletForm | None = None,
) -> HttpResponse:
    toutes = photos.photos_de(billet, photos.FAMILLES)
    eleves = photos.eleves_a_dire(billet) if toutes else []
    cochees = set(qui.data.getlist("pieces")) if qui else None
    for rang, vue in enumerate(toutes, start=1):
        vue.rang = rang
        vue.est_cochee = not vue.est_dite if cochees is None else str(vue.piece.pk) in cochees
    autres = photos.autres_pieces(billet)
    contexte = {
        "billet": billet,
        "photos": toutes,
        "bloquees": [p for p in toutes if p.est_dite and p.bloquee],
        "a_dire": [p for p in toutes if not p.est_dite],
        "autres": autres,
        "eleves": eleves,
        "formulaire": formulaire,
        "qui": qui or QuiForm(billet=billet, photos=toutes, eleves=eleves),
        "rendre": rendre or (RendreBilletForm() if billet.etat == Billet.Etat.A_RELIRE else None),
        "coches": qui.data.getlist("eleves") if qui else [],
        "personne_cochee": bool(qui and qui.data.get("personne")),
        "prevenu": getattr(formulaire, "prevenu", ""),
        "public": request.POST.get("public") or photos.public_de(billet),
        "publics": photos.lecteurs_possibles(billet, formulaire.fields["public"].choices, toutes, autres),
    }
    fautif = formulaire.is_bound or (qui and qui.is_bound) or (rendre and rendre.is_bound)
    gabarit = "pages/journal/_preparer.html" if request.htmx else "pages/journal/preparer.html"
    return render(request, gabarit, contexte, status=422 if fautif else 200)


@corrige
@require_POST
def dire_qui(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who is on the photos that are ticked, all at once."""
    billet = billet_tenu(request, pk)
    formulaire = _dire_qui(request, billet)
    if formulaire.errors:
        return _page_preparer(request, billet, PublierForm(billet=billet), qui=formulaire)
    if request.htmx:
        relu = billet_tenu(request, pk)
        return _page_preparer(request, relu, PublierForm(billet=relu))
    return redirect(reverse("journal_preparer", args=[pk]) + "#photos")


def _dire_qui(request: HttpRequest, billet: Billet) -> QuiForm:
    """The form that was sent: once done, or with why it may not be."""
    vues = photos.photos_de(billet)
    eleves = photos.eleves_a_dire(billet)
    lu = request.POST.copy()
    lu["version"] = lu.get("version_qui", "")  # beside that of the form that publishes
    formulaire = QuiForm(lu, billet=billet, photos=vues, eleves=eleves)
    if formulaire.is_valid():
        voulues, dits = set(formulaire.cleaned_data["pieces"]), set(formulaire.cleaned_data["eleves"])
        try:
            billets_photos.dire_qui_est_sur(
                billet=billet,
                pieces=[p.piece for p in vues if p.piece.pk in voulues],
                eleves=[e for e in eleves if str(e.uuid) in dits],
                auteur=request.user,
            )
        except ValidationError as refus:
            formulaire.add_error(None, refus)
    return formulaire


def _page_photo(request: HttpRequest, billet, vue, *, formulaire=None, decrire=None) -> HttpResponse:
    contexte = {
        "billet": billet,
        "photo": vue,
        "formulaire": formulaire or FlouterForm(None, eleves=vue.eleves),
        "decrire": decrire or DecrireForm(piece=vue.piece),
        "lignes": range(3),
    }
    return render(request, "pages/journal/photo.html", contexte, status=422 if formulaire or decrire else 200)


def _photo_vue(billet, piece) -> photos.Photo:
    return next(p for p in photos.photos_de(billet, photos.FAMILLES) if p.piece.pk == piece.pk)


@require_http_methods(["GET", "POST"])
def photo(request: HttpRequest, pk: int, piece: int) -> HttpResponse:
    """One photo in large: say what is seen, and draw rectangles on what must be blurred, with a finger, a mouse, or figures."""
    billet = billet_tenu(request, pk)
    la_photo = piece_de(billet, piece)
    if not la_photo.fichier.est_image:
        return redirect("journal_preparer", pk=pk)
    vue = _photo_vue(billet, la_photo)
    if request.method == "GET":
        return _page_photo(request, billet, vue)
    formulaire = FlouterForm(request.POST, eleves=vue.eleves)
    if formulaire.is_valid():
        masques = set(formulaire.cleaned_data["masques"])
        try:
            billets_photos.flouter_une_photo(
                billet=billet,
                piece=la_photo,
                rectangles=formulaire.cleaned_data["rectangles"],
                masques=[e for e in vue.eleves if str(e.uuid) in masques],
                auteur=request.user,
            )
        except ValidationError as refus:
            formulaire.add_error(None, refus)
        else:
            messages.success(request, _("C’est flouté, pour toujours."))
            return redirect("journal_preparer", pk=pk)
    return _page_photo(request, billet, vue, formulaire=formulaire)


@corrige
@require_POST
def decrire(request: HttpRequest, pk: int, piece: int) -> HttpResponse:
    """Say what is seen on one photo."""
    billet = billet_tenu(request, pk)
    la_photo = piece_de(billet, piece)
    if not la_photo.fichier.est_image:
        return redirect("journal_preparer", pk=pk)
    formulaire = DecrireForm(request.POST, piece=la_photo)
    if not formulaire.is_valid():
        return _page_photo(request, billet, _photo_vue(billet, la_photo), decrire=formulaire)
    billets_photos.decrire_une_piece(
        billet=billet, piece=la_photo, legende=formulaire.cleaned_data["legende"], auteur=request.user
    )
    messages.success(request, _("C’est noté."))
    return redirect("journal_preparer", pk=pk)


@retire
@require_POST
def sortir_piece(request: HttpRequest, pk: int, piece: int) -> HttpResponse:
    """Take one file out of the billet."""
    billet = billet_tenu(request, pk)
    billets_photos.sortir_une_piece(billet=billet, piece=piece_de(billet, piece), auteur=request.user)
    return redirect("journal_preparer", pk=pk)


@cree
@require_POST
def rendre(request: HttpRequest, pk: int) -> HttpResponse:
    """Return a pupil's billet with a word."""
    billet = billet_tenu(request, pk)
    formulaire = RendreBilletForm(request.POST)
    if formulaire.is_valid():
        try:
            billets_eleves.rendre_billet(billet=billet, auteur=request.user, mot=formulaire.cleaned_data["mot"])
        except ValidationError as refus:
            formulaire.add_error(None, refus)
        else:
            messages.success(request, _("C’est rendu à %(prenom)s, avec votre mot.") % {"prenom": billet.auteur.prenom})
            return redirect("journal_classe", pk=billet.classe_id)
    return _page_preparer(request, billet, PublierForm(billet=billet), rendre=formulaire)


@retire
@require_POST
def retirer(request: HttpRequest, pk: int) -> HttpResponse:
    """A published billet is withdrawn, and may be put back; a draft is thrown away."""
    billet = billet_tenu(request, pk)
    nom, cle = ("journal_classe", billet.classe_id) if billet.classe_id else ("journal_groupe", billet.groupe_id)
    if billet.est_publie:
        actions.retirer_billet(billet=billet, auteur=request.user)
        return redirect(f"{reverse(nom, args=[cle])}?retire={pk}")
    try:
        actions.effacer_brouillon(billet=billet, auteur=request.user)
    except ValidationError as refus:
        messages.warning(request, refus.messages[0])
        return redirect("journal_billet", pk=pk)
    messages.success(request, _("Le brouillon est effacé."))
    return redirect(nom, pk=cle)


@require_POST
def remettre(request: HttpRequest, pk: int) -> HttpResponse:
    actions.remettre_billet(billet=billet_tenu(request, pk), auteur=request.user)
    messages.success(request, _("Le billet est de nouveau dans le journal."))
    return redirect("journal_billet", pk=pk)


@require_POST
def site(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a billet on the school's public site, or no more."""
    billet = get_object_or_404(
        Billet.objects.suivis_par(request.user).select_related("classe", "groupe", "etablissement"), pk=pk
    )
    exiger(droits.peut_montrer_sur_le_site(request.user, billet), REFUS)
    est_montre = request.POST.get("montrer") == "1"
    try:
        actions.montrer_sur_le_site(billet=billet, auteur=request.user, est_montre=est_montre)
    except ValidationError as refus:
        messages.error(request, " ".join(refus.messages))
        return redirect("journal_billet", pk=pk)
    if not est_montre:
        messages.success(request, _("Ce billet n’est plus sur le site de l’école."))
        return redirect("journal_billet", pk=pk)
    n = lectures.photos_montrees_sur_le_site(billet)
    phrase = ngettext("%(n)s photo y sera vue.", "%(n)s photos y seront vues.", n) % {"n": n}
    messages.success(request, _("Ce billet est sur le site de l’école. %(photos)s") % {"photos": phrase})
    if nommes := lectures.prenoms_ecrits(billet):
        messages.warning(
            request,
            _("Ses mots nomment %(qui)s, et tout le monde les lit : changez-les, ou retirez-le du site.")
            % {"qui": ", ".join(nommes)},
        )
    return redirect("journal_billet", pk=pk)
