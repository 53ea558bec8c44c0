"""ONDE's files hold no UAI: what betrays the export of another school, before it closes every pupil of this one."""

from collections import Counter
from collections.abc import Callable

from django.utils.translation import gettext as _

from ent.annuaire.models import AnneeScolaire, Classe

from .eleves_connus import ElevesConnus
from .lignes import Illisible, LigneEleve

PEUPLEE = 10  # pupils from which a file that knows none of them is another school's
INDICES = 3  # pupils of one other school that are enough to name it, when no class does


def refuser_les_eleves_d_une_autre(
    fichier: str, lignes: list[LigneEleve], connus: ElevesConnus, classes: list[Classe], annee: AnneeScolaire
) -> None:
    """Two signs: most of its pupils are present in one other school this year and not in this one, or nobody of a
    school that already has its pupils is in it."""
    if not lignes:
        return
    ici = {classe.identifiant_onde for classe in classes}
    ailleurs = _ecoles_des_classes(
        {ligne.identifiant_classe for ligne in lignes if ligne.identifiant_classe} - ici, annee
    )
    indices: Counter[int] = Counter()
    reconnus = par_classe = 0
    for ligne in lignes:
        personne = connus.par_son_ine(ligne) or connus.par_son_nom(ligne)
        est_d_ici = bool(personne and connus.est_d_ici(personne))
        if est_d_ici or ligne.identifiant_classe in ici:
            reconnus += est_d_ici
            continue
        ecoles = set(ailleurs.get(ligne.identifiant_classe, ()))
        par_classe += bool(ecoles)
        indices.update(ecoles | (connus.ecoles_qui_tiennent(personne) if personne else set()))
    meme_ecole = max(indices.values(), default=0)
    if meme_ecole * 2 >= len(lignes) and (par_classe or meme_ecole >= INDICES):
        raise Illisible(
            fichier, 0, _("C’est l’export d’une autre école : la plupart de ses élèves y sont déjà inscrits.")
        )
    if len(connus.presents) >= PEUPLEE and not reconnus:
        raise Illisible(
            fichier,
            0,
            _(
                "Aucun des élèves de ce fichier n’est connu dans votre école : c’est sans doute l’export d’une autre école."
            ),
        )


def _ecoles_des_classes(identifiants: set[str], annee: AnneeScolaire) -> dict[str, set[int]]:
    """Schools that have a class of that year under one of these identifiers."""
    ecoles: dict[str, set[int]] = {}
    if annee.pk and identifiants:
        classes = Classe.objects.filter(annee=annee, identifiant_onde__in=sorted(identifiants)).order_by()
        for identifiant, ecole in classes.values_list("identifiant_onde", "etablissement"):
            ecoles.setdefault(identifiant, set()).add(ecole)
    return ecoles


def refuser_les_responsables_d_une_autre[Bloc](
    fichier: str, nombre_d_eleves: int, blocs: list[Bloc], est_d_ici: Callable[[Bloc], bool]
) -> None:
    """Of many children written, none bears the name of a pupil of a school that already has its pupils."""
    if nombre_d_eleves >= PEUPLEE and len(blocs) >= PEUPLEE and not any(est_d_ici(bloc) for bloc in blocs):
        raise Illisible(
            fichier,
            0,
            _(
                "Aucun des enfants de ce fichier n’est élève de votre école : c’est sans doute l’export d’une autre école."
            ),
        )
