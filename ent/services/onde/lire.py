"""Read a file of ONDE: bytes in, typed lines out. Pure: no database, nothing kept.

Both extractions download under the same name, so the kind is told by the header. Columns are found by normalised name,
in any order; unknown ones are ignored and named (formats.md §1).
"""

from collections.abc import Iterator
from statistics import mode

from django.utils.translation import gettext as _

from ent.annuaire.codes import ine_plausible
from ent.socle.francais import de_qui
from ent.socle.textes import est_formule, lisible, nom_lisible, norme, propre

from . import colonnes
from .lignes import (
    BlocEnfant,
    Ignore,
    Illisible,
    Lecture,
    LigneEleve,
    LignePersonnel,
    LigneResponsable,
    NatureFichier,
    Rejet,
)
from .normes import (
    COURRIEL,
    CelluleRefusee,
    lire_civilite,
    lire_date,
    lire_decision,
    lire_niveau,
    lire_oui,
    lire_oui_non,
)
from .texte import Rangee, decoder, rangees, verifier_fin, verifier_separateur

NOMS = {"nom", "nom_usage", "prenom", "classe", "identifiant_classe"}
LONGUEURS = {
    "nom": 100, "nom_usage": 100, "prenom": 100, "classe": 80, "identifiant_classe": 40, "ine": 11,
    "adresse": 200, "code_postal": 10, "ville": 80, "courriel_contact": 254,
    "telephone": 30, "telephone_travail": 30, "telephone_portable": 30,
}  # fmt: skip
CONTACTS = {
    "adresse",
    "code_postal",
    "ville",
    "courriel_contact",
    "telephone",
    "telephone_travail",
    "telephone_portable",
}


def lire(nom: str, contenu: bytes) -> Lecture:
    """Read one file. Raises `Illisible`, and nothing else, when the file as a whole cannot be imported."""
    nom = propre(nom)[:200] or _("fichier sans nom")
    texte = decoder(nom, contenu)
    lues, rejets = rangees(nom, texte)
    if not lues:
        raise Illisible(nom, 0, _("Ce fichier est vide. Refaites l’extraction dans ONDE."))
    titres, *corps = lues
    verifier_separateur(nom, titres)
    cles = [norme(propre(titre)) if propre(titre) else "" for titre in titres.cellules]
    nature = colonnes.nature(cles)
    if nature is None:
        raise Illisible(
            nom,
            titres.ligne,
            _(
                "Les titres de colonnes ne sont pas ceux d’un export ONDE. On attend par exemple « Nom élève » et « Prénom élève »."
            ),
        )
    lecture = Lecture(nom, nature, rejets=rejets)
    if nature is NatureFichier.RESPONSABLES:
        _lire_responsables(lecture, texte, titres, cles, corps)
    else:
        _lire_table(lecture, texte, titres, cles, corps)
    if not lecture.total and not lecture.rejets:
        phrase = _("Il n’y a aucune ligne sous les titres. Refaites l’extraction dans ONDE.")
        if lecture.ignores:
            phrase = _("Le modèle n’est pas rempli. Sous l’exemple, écrivez une ligne par personne.")
        raise Illisible(nom, titres.ligne, phrase)
    return lecture


def _cellules(rangee: Rangee, plan: dict[str, int]) -> dict[str, str]:
    """The known cells of a row, cleaned and checked: no formula, nothing too long for a name."""
    valeurs = {}
    for champ, position in plan.items():
        valeur = propre(rangee.cellules[position]) if position < len(rangee.cellules) else ""
        if valeur and est_formule(valeur, nom=champ in NOMS):
            phrase = _("Une formule à la place du nom.") if champ in NOMS else _("Une formule à la place d’un texte.")
            raise CelluleRefusee(valeur[:80], phrase, _("Corriger dans ONDE"))
        limite = LONGUEURS.get(champ)
        if limite and len(valeur) > limite:
            if champ not in CONTACTS:
                raise CelluleRefusee(
                    valeur[:80],
                    _("C’est trop long : %(limite)s signes au plus.") % {"limite": limite},
                    _("Corriger dans ONDE"),
                )
            valeur = valeur[:limite].rstrip()
        valeurs[champ] = valeur
    return valeurs


def _exiger_noms(valeurs: dict[str, str]) -> None:
    if not valeurs.get("nom"):
        valeurs["nom"] = valeurs.get("nom_usage", "")
    for champ, phrase in (("nom", _("Le nom manque.")), ("prenom", _("Le prénom manque."))):
        if not valeurs.get(champ):
            raise CelluleRefusee(
                f"{valeurs.get('nom', '')} {valeurs.get('prenom', '')}".strip() or _("vide"),
                phrase,
                _("Compléter dans ONDE"),
            )
    _dire(valeurs)


def _dire(valeurs: dict[str, str]) -> None:
    """Names that a file has in capitals, as one reads them."""
    for champ, comme in (("nom", nom_lisible), ("nom_usage", nom_lisible), ("prenom", lisible)):
        if champ in valeurs:
            valeurs[champ] = comme(valeurs[champ])


def _verifier_courriel(lecture: Lecture, rangee: Rangee, champs: dict[str, str]) -> None:
    courriel = champs.get("courriel_contact", "")
    if courriel and not COURRIEL.fullmatch(courriel):
        champs["courriel_contact"] = ""
        lecture.avertissements.append(
            _("Ligne %(ligne)s : « %(courriel)s » n’est pas une adresse électronique, elle est laissée de côté.")
            % {"ligne": rangee.ligne, "courriel": courriel[:80]}
        )


def _refuser_trop_de_cases(rangee: Rangee, prevues: int, courantes: int) -> None:
    """A semicolon too many shifts every cell to the right: nothing of the line can be trusted.

    `courantes` is the usual length in this file: a semicolon at the end of every line shifts nothing.
    """
    if len(rangee.cellules) > max(prevues, courantes) or any(c.strip() for c in rangee.cellules[prevues:]):
        raise CelluleRefusee(
            _("%(n)s cases au lieu de %(prevues)s") % {"n": len(rangee.cellules), "prevues": prevues},
            _("Il y a un point-virgule de trop, sans doute dans l’adresse."),
            _("Corriger dans ONDE"),
        )


def _refuser_bloc_decale(rangee: Rangee, blocs: colonnes.Blocs, usuel: int) -> None:
    """The same in a responsables file, whose rows are ragged: one cell too many before blocks that are whole elsewhere."""
    pas = len(blocs.champs)
    if usuel == 0 and len(rangee.cellules) > blocs.debut and (len(rangee.cellules) - blocs.debut) % pas == 1:
        raise CelluleRefusee(
            _("%(n)s cases") % {"n": len(rangee.cellules)},
            _("Il y a un point-virgule de trop, sans doute dans l’adresse."),
            _("Corriger dans ONDE"),
        )


def _ecrits(rangee: Rangee, plan: dict[str, int], *champs: str) -> dict[str, str]:
    """Those of these cells that hold something, whatever the others do."""
    return {
        champ: valeur
        for champ in champs
        if champ in plan and plan[champ] < len(rangee.cellules) and (valeur := propre(rangee.cellules[plan[champ]]))
    }


def _indices(rangee: Rangee, plan: dict[str, int]) -> dict[str, str]:
    return {champ: norme(valeur) for champ, valeur in _ecrits(rangee, plan, "ine", "nom", "prenom").items()}


def _rejet(lecture: Lecture, rangee: Rangee, refus: CelluleRefusee, plan: dict[str, int], **indices: str) -> Rejet:
    """A refused line names whom it speaks of: a school looks for a child, and no line number of ours is in ONDE."""
    noms = {
        c: v[:80]
        for c, v in _ecrits(rangee, plan, "prenom", "nom", "nom_usage").items()
        if not est_formule(v, nom=True)
    }
    _dire(noms)
    qui = f"{noms.get('prenom', '')} {noms.get('nom') or noms.get('nom_usage', '')}".strip()
    deja_dit = sorted(qui.split()) == sorted(refus.ecrit.split())
    return Rejet(
        lecture.fichier,
        rangee.ligne,
        refus.ecrit,
        refus.raison,
        refus.que_faire,
        qui="" if deja_dit else qui,
        **indices,
    )


def _lire_table(lecture: Lecture, texte: str, titres: Rangee, cles: list[str], corps: list[Rangee]) -> None:
    """Pupils and staff: one row, one person."""
    est_eleves = lecture.nature is NatureFichier.ELEVES
    plan, ignorees = colonnes.placer(cles, lecture.nature)
    lecture.colonnes_ignorees = [propre(titres.cellules[i]) for i in ignorees]
    for champs, titre in colonnes.OBLIGATOIRES[lecture.nature]:
        if not any(champ in plan for champ in champs):
            phrase = _("La colonne « %(colonne)s » manque dans ce fichier.") % {"colonne": titre}
            raise Illisible(lecture.fichier, titres.ligne, phrase)
    verifier_fin(lecture.fichier, texte, corps, len(titres.cellules))
    lire_une = _eleve if est_eleves else _personnel
    classes = [i for i, cle in enumerate(cles) if cle == "classe"]
    usuelle = mode(len(r.cellules) for r in corps) if corps else 0
    for rangee in corps:
        if not est_eleves and colonnes.est_du_modele(rangee.cellules):
            lecture.ignores.append(Ignore(lecture.fichier, rangee.ligne, _("Ligne d’explication du modèle.")))
            continue
        lecture.total += 1
        try:
            if est_eleves:
                _refuser_trop_de_cases(rangee, len(titres.cellules), usuelle)
            lecture.lignes.append(lire_une(lecture, rangee, plan, classes))
        except CelluleRefusee as refus:
            lecture.rejets.append(_rejet(lecture, rangee, refus, plan, **_indices(rangee, plan)))
    if est_eleves:
        _ecarter_doublons(lecture)


def _eleve(lecture: Lecture, rangee: Rangee, plan: dict[str, int], _classes: list[int]) -> LigneEleve:
    valeurs = _cellules(rangee, plan)
    _exiger_noms(valeurs)
    date = lire_date(valeurs.get("date_naissance", ""))
    ine = norme(valeurs["ine"]).upper() if valeurs.get("ine") else ""
    if date is None and not ine:
        raise CelluleRefusee(
            f"{valeurs['nom']} {valeurs['prenom']}", _("La date de naissance manque."), _("Compléter dans ONDE")
        )
    if not valeurs.get("classe") and not valeurs.get("identifiant_classe"):
        raise CelluleRefusee(
            f"{valeurs['nom']} {valeurs['prenom']}", _("Aucune classe n’est écrite."), _("Répartir l’élève dans ONDE")
        )
    niveau, niveau_ecrit = lire_niveau(valeurs["niveau"]) if "niveau" in valeurs else (None, "")
    if ine and not ine_plausible(ine):
        lecture.avertissements.append(
            _("Ligne %(ligne)s : l’INE %(de_qui)s a une forme inhabituelle. Il est gardé tel quel.")
            % {"ligne": rangee.ligne, "de_qui": de_qui(valeurs["prenom"])}
        )
    champs: dict[str, str] = {c: valeurs[c] for c in ("nom_usage", "adresse", "code_postal", "ville") if c in valeurs}
    if sexe := valeurs.get("sexe", "")[:1].upper():
        champs |= {"sexe": sexe} if sexe in "MF" else {}
    return LigneEleve(
        fichier=lecture.fichier,
        ligne=rangee.ligne,
        nom=valeurs["nom"],
        prenom=valeurs["prenom"],
        date_naissance=date,
        ine=ine,
        niveau=niveau,
        niveau_ecrit=niveau_ecrit,
        classe=valeurs.get("classe", ""),
        identifiant_classe=valeurs.get("identifiant_classe", ""),
        champs=champs,
        photo=lire_oui_non(valeurs.get("photo", "")),
        dit_photo="photo" in plan,
        decision=lire_decision(valeurs.get("decision", "")),
    )


def _sans_place(ligne: LigneEleve) -> tuple:
    dits = (ligne.nom, ligne.prenom, ligne.date_naissance, ligne.ine, ligne.photo, ligne.decision)
    place = (ligne.niveau, ligne.niveau_ecrit, ligne.classe, ligne.identifiant_classe)
    return (*dits, *place, tuple(sorted(ligne.champs.items())))


def _ecarter_doublons(lecture: Lecture) -> None:
    """The same line twice counts once; two lines for one INE, or for one child, cannot both be right."""
    gardees: list[LigneEleve] = []
    par_ine: dict[str, LigneEleve] = {}
    par_nom: dict[tuple, LigneEleve] = {}
    for ligne in lecture.lignes:
        nom = (norme(ligne.nom), norme(ligne.prenom), ligne.date_naissance)
        premiere = par_ine.get(ligne.ine) if ligne.ine else None
        homonyme = par_nom.get(nom)
        meme_enfant = premiere or (homonyme if homonyme and not (homonyme.ine and ligne.ine) else None)
        if meme_enfant is None:
            gardees.append(ligne)
            par_nom.setdefault(nom, ligne)
            if ligne.ine:
                par_ine[ligne.ine] = ligne
        elif _sans_place(meme_enfant) == _sans_place(ligne):
            lecture.ignores.append(
                Ignore(lecture.fichier, ligne.ligne, _("Identique à la ligne %(n)s.") % {"n": meme_enfant.ligne})
            )
        else:
            qui = {"nom": f"{meme_enfant.prenom} {meme_enfant.nom}", "n": meme_enfant.ligne}
            if premiere:
                refus = (
                    _("INE déjà porté par %(nom)s, ligne %(n)s") % qui,
                    _("Deux élèves ne peuvent pas avoir le même INE."),
                    _("Vérifier les deux dossiers dans ONDE"),
                )
            else:
                refus = (
                    f"{ligne.prenom} {ligne.nom}",
                    _("Le même élève est déjà écrit autrement à la ligne %(n)s.") % qui,
                    _("Garder une seule ligne dans ONDE"),
                )
            lecture.rejets.append(
                Rejet(lecture.fichier, ligne.ligne, *refus, nom=norme(ligne.nom), prenom=norme(ligne.prenom))
            )
    lecture.lignes = gardees


def _personnel(lecture: Lecture, rangee: Rangee, plan: dict[str, int], classes: list[int]) -> LignePersonnel:
    valeurs = _cellules(rangee, plan)
    _exiger_noms(valeurs)
    champs = {c: v for c, v in valeurs.items() if c in CONTACTS | {"nom_usage"} and v}
    _verifier_courriel(lecture, rangee, champs)
    # Classes may go on past the last titled column.
    positions = [*classes, *range(max(classes) + 1, len(rangee.cellules))] if classes else []
    noms = _cellules(rangee, {f"classe {i}": i for i in positions})
    for nom in noms.values():
        if est_formule(nom, nom=True):
            raise CelluleRefusee(nom[:80], _("Une formule à la place du nom."), _("Corriger le fichier"))
    return LignePersonnel(
        fichier=lecture.fichier,
        ligne=rangee.ligne,
        civilite=lire_civilite(valeurs.get("civilite", "")),
        nom=valeurs["nom"],
        prenom=valeurs["prenom"],
        est_directeur=lire_oui(valeurs.get("directeur", "")),
        classes=tuple(dict.fromkeys(n for n in noms.values() if n)),
        champs=champs,
    )


def _avant_second_tableau(lecture: Lecture, corps: list[Rangee]) -> Iterator[Rangee]:
    for rangee in corps:
        tetes = [norme(propre(c)) for c in rangee.cellules[:3] if propre(c)]
        if tetes and tetes[0].startswith("intitule") and any("organisme" in t for t in tetes):
            lecture.avertissements.append(
                _("À partir de la ligne %(ligne)s commence un tableau d’organismes : il n’est pas repris.")
                % {"ligne": rangee.ligne}
            )
            return
        yield rangee


def _lire_responsables(lecture: Lecture, texte: str, titres: Rangee, cles: list[str], corps: list[Rangee]) -> None:
    """Responsables: their own columns, then a block per child, repeated under identical names, in ragged rows."""
    blocs = colonnes.Blocs.trouver(cles)
    if blocs is None:
        raise Illisible(
            lecture.fichier,
            titres.ligne,
            _("Les colonnes des enfants manquent, par exemple « Nom de famille enfant »."),
        )
    plan, ignorees = colonnes.placer(cles, lecture.nature, avant=blocs.debut, apres=blocs.fin)
    lecture.colonnes_ignorees = [propre(titres.cellules[i]) for i in ignorees]
    utiles = list(_avant_second_tableau(lecture, corps))
    if len(utiles) == len(corps):
        verifier_fin(lecture.fichier, texte, utiles, blocs.debut + len(blocs.champs), len(blocs.champs), blocs.debut)
    vues: dict[tuple, int] = {}
    usuel = mode((len(r.cellules) - blocs.debut) % len(blocs.champs) for r in utiles) if utiles else 0
    for rangee in utiles:
        lecture.total += 1
        try:
            _refuser_bloc_decale(rangee, blocs, usuel)
            ligne = _responsable(lecture, rangee, plan, blocs)
        except CelluleRefusee as refus:
            lecture.rejets.append(_rejet(lecture, rangee, refus, plan))
            continue
        contenu = (ligne.civilite, ligne.nom, ligne.prenom, tuple(sorted(ligne.champs.items())), ligne.enfants)
        if contenu in vues:
            raison = _("Identique à la ligne %(n)s.") % {"n": vues[contenu]}
            lecture.ignores.append(Ignore(lecture.fichier, rangee.ligne, raison))
            continue
        vues[contenu] = rangee.ligne
        lecture.lignes.append(ligne)


def _responsable(lecture: Lecture, rangee: Rangee, plan: dict[str, int], blocs: colonnes.Blocs) -> LigneResponsable:
    valeurs = _cellules(rangee, plan)
    _exiger_noms(valeurs)
    enfants = []
    for places in blocs.dans(rangee.cellules):
        enfant = _cellules(rangee, places)
        if any(enfant.values()):
            naissance = lire_date(enfant.pop("date_naissance", ""))
            _dire(enfant)
            noms = {champ: enfant.get(champ, "") for champ in ("nom_usage", "nom", "prenom", "classe")}
            enfants.append(BlocEnfant(noms["nom_usage"], noms["nom"], noms["prenom"], noms["classe"], naissance))
    champs = {c: v for c, v in valeurs.items() if c in CONTACTS | {"nom_usage"} and v}
    _verifier_courriel(lecture, rangee, champs)
    return LigneResponsable(
        fichier=lecture.fichier,
        ligne=rangee.ligne,
        civilite=lire_civilite(valeurs.get("civilite", "")),
        nom=valeurs["nom"],
        prenom=valeurs["prenom"],
        champs=champs,
        enfants=tuple(dict.fromkeys(enfants)),
    )
