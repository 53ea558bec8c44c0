"""Easy words without accents, known from the first years of reading, for pupils' short passwords."""

_EN_VRAC = """
    abeille abricot agneau aigle ananas ane arbre arc assiette avion avocat bague balai balle banane banc barque
    bateau beurre biche bijou billet biscuit bison blouson bocal bonnet botte bouche boucle bouee bougie bouquet
    bouton branche bras brebis brosse bulle bureau cabane cactus cadeau cahier caisse calme camion canard canne
    canoe carafe carnet carotte carte casque castor cerf cerise chaise chaleur chameau champ chanson chapeau
    chat chaton chemin chemise cheval chevre chien chiffre chocolat chou ciel cigale cigogne citron classe clef
    cloche clou cochon coffre colle colline colombe compas concert conte copain coq corbeau corde coton coucou
    coude couleur coupe couronne cousin crabe craie crapaud cravate crayon crocodile cube cuisine cygne danse
    dauphin dessin dinde dindon dragon drapeau eau ecole ecran ecureuil elephant encre enfant epice escalier
    escargot etage etoile fable facteur farine faucon fee fenetre ferme feuille ficelle fil filet flamme fleur
    flocon flute foire foret fort foulard fourmi fraise framboise fromage fruit fusee galet galette gant garage
    gare gateau gazelle gazon girafe givre glace gomme gorille gourde goutte graine gramme grenier grenouille
    griffe grillon grotte groupe guitare hamac hamster harpe herbe herisson hibou histoire hiver homard horloge
    huile image insecte jambe jardin jaune jeudi jouet journal joue jumeau jungle jupe kangourou kayak kiwi
    koala lac lacet laine lait lampe lapin laurier lavande lecture legume lettre levier lezard libellule licorne
    lilas limace lion lit livre loup loupe lune lunettes lundi lutin luth machine magie main maison maman manche
    mangue manteau marche mardi marmite marron masque matin melon menthe mer merle miel minute miroir moineau
    montagne montre moto mouche mouette moulin mousse mouton moustache mur muguet musee musique nappe nature
    navet navire neige nid noix nombre note nuage oasis ocean oeuf oie oiseau olive ombre orage orange orchestre
    oreille ours outil page paille pain palais palmier panda panier pantalon papa papier papillon parapluie parc
    patate patin pays peau peche peigne peinture pelle peluche perle perroquet phare phoque photo piano pierre
    pigeon pin pingouin pinceau pirate piscine plage plante plume pluie poche poire poisson poivre pomme pommier
    poney pont porte poule poulet poussin prairie prince prune puce puits puzzle quille radis raisin rame
    raquette ravin regle reine renard requin riviere riz robe robot roche roi rose roue rouge ruban ruche sable
    sac salade salon sandale sapin sauce saule saumon savon seau serpent sifflet singe sirop soleil souris stylo
    sucre tableau tablier tambour tapis tasse taupe tente terre theatre tigre tiroir tissu toile toit tomate
    tortue toucan tour train traineau tresor tribu triangle tulipe tunnel vache vague vallon vanille velo vent
    verger vert vigne village violon voile voiture volcan wagon yaourt zebre zeste
"""
MOTS = _EN_VRAC.split()
