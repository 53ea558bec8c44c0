"""How teachers call what they teach, and which domains of the programme that may mean."""

from collections.abc import Iterable

from .lecture import plier

NOMBRES, MESURES, GEOMETRIE = "MAT-NBC", "MAT-GDM", "MAT-GEO"
ORAL, LIRE, ECRIRE, LANGUE = "FRA-LGO", "FRA-LEC", "FRA-ECR", "FRA-ETL"
MONDE = ("QLM-VMO", "STC-RAC", "CY1-MON")
TEMPS = ("QLM-ETP", "HIG-RAC", "CY1-MON")

# Folded words, and the domains of all cycles that they may mean: a class knows those of its own.
MATIERES = [
    ("maths math mathematiques", (NOMBRES, MESURES, GEOMETRIE, "CY1-MAT", "2D-MAT")),
    ("calcul calcul_mental numeration nombres problemes operations tables", (NOMBRES, "CY1-MAT")),
    ("mesure mesures grandeurs", (MESURES, "CY1-MAT")),
    ("geometrie geom", (GEOMETRIE, "CY1-MAT")),
    ("francais", (LANGUE, LIRE, ECRIRE, ORAL, "CY1-LAN", "2D-FRA")),
    ("lecture litterature phono phonologie", (LIRE, "CY1-LAN")),
    ("ecriture copie redaction production_d'ecrit production_d'ecrits graphisme", (ECRIRE, "CY1-LAN")),
    ("grammaire conjugaison orthographe vocabulaire dictee etude_de_la_langue", (LANGUE, "CY1-LAN")),
    ("oral langage poesie", (ORAL, "CY1-LAN")),
    ("eps sport piscine natation gym motricite", ("EPS-RAC", "CY1-PHY", "2D-EPS")),
    ("arts arts_plastiques arts_visuels dessin peinture", ("ART-PLA", "CY1-ART", "2D-APL")),
    ("musique chant chorale", ("ART-MUS", "CY1-ART", "2D-EMU")),
    ("histoire_des_arts", ("ART-HAR",)),
    ("emc education_civique conseil_d'eleves", ("EMC-RAC", "2D-EMC")),
    ("anglais allemand espagnol", ("LGV-RAC",)),
    ("sciences vivant technologie techno", MONDE),
    ("histoire geographie geo histoire-geo", TEMPS),
    ("svt", ("2D-SVT",)),
    ("physique chimie", ("2D-PC",)),
    ("techno technologie", ("2D-TEC", "2D-SCT")),
    ("anglais", ("2D-ANG",)),
    ("allemand", ("2D-ALL",)),
    ("espagnol", ("2D-ESP",)),
    ("latin grec", ("2D-LCA",)),
    ("histoire geographie geo histoire-geo", ("2D-HG",)),
    ("qlm questionner_le_monde decouverte_du_monde monde", (*MONDE, *TEMPS)),
]  # fmt: skip

# Where a word may mean several domains, those that the rest of the line makes likelier. The page shows which, and offers the others.
INDICES = {
    MESURES: "litre longueur masse mesur heure duree monnaie euro metre gramme perimetre aire",
    GEOMETRIE: "triangle carre rectangle cercle angle symetrie droite solide figure regle equerre",
    LIRE: "lire album conte recit texte son syllabe",
    ECRIRE: "ecrire rediger redige copie cursive",
    ORAL: "oral debat expose raconter dire",
    "QLM-ETP": "carte plan frise siecle date ville paysage",
}


def matieres_de(domaines: Iterable[tuple[str, str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(folded words, codes) for a class of these (code, name)."""
    siens = dict(domaines)
    mots: dict[str, tuple[str, ...]] = {plier(str(nom)): (code,) for code, nom in siens.items()}
    for noms, codes in MATIERES:
        if connus := tuple(code for code in codes if code in siens):
            mots |= {nom.replace("_", " "): connus for nom in noms.split()}
    return tuple(mots.items())


def choisir(codes: tuple[str, ...], texte: str) -> str:
    """The domain that these words speak of, or the first."""
    plie = plier(texte)
    return next((c for c in codes if any(i in plie for i in INDICES.get(c, "").split())), codes[0] if codes else "")
