"""Stocks of invented identities: first names, family names, streets, school names, telephone numbers, addresses.

First and family names are common ones, drawn apart: no person is described. Telephone numbers come from the ranges that
the ARCEP keeps for fiction, e-mail addresses from the reserved domain ``.example``: nothing can reach anyone.
"""

import random
import unicodedata


def _liste(texte: str) -> list[str]:
    return [" ".join(nom.split()) for nom in texte.split(",") if nom.strip()]


FILLES = _liste(
    """Adèle, Agathe, Aïcha, Alba, Alice, Aliya, Alix, Alma, Amina, Anaé, Anaïs, Andrea, Anna, Anouk, Apolline, Asma,
    Assia, Astrid, Aya, Béatrice, Bérénice, Camille, Capucine, Cassandre, Céleste, Célestine, Charlie,
    Charlotte, Chloé, Clara, Clémence, Constance, Coumba, Diane, Éléonore, Élise, Elsa, Emma, Ève, Fanta,
    Fatima-Zahra, Fatou, Gabrielle, Garance, Giulia, Hanaé, Hawa, Héloïse, Inaya, Inès, Iris, Jade, Jana,
    Jeanne, Joséphine, Judith, Juliette, Kadiatou, Khadija, Laura, Lena, Léonie, Lila, Lilou, Lina, Lise, Livia,
    Lou, Louise, Lucie, Luna, Maëlle, Maëlys, Maïa, Maïssa, Manon, Marie, Marie-Lou, Mariam, Marguerite, Maya,
    Mélina, Mia, Mila, Naïla, Nélia, Nina, Noémie, Norah, Nour, Olivia, Ornella, Pénélope, Romane, Romy, Rose,
    Roxane, Safia, Salma, Salomé, Sarah, Selma, Sibylle, Sofia, Soline, Stella, Suzanne, Thaïs, Théa, Valentine,
    Victoire, Victoria, Violette, Yasmine, Zélie, Zoé"""
)
GARCONS = _liste(
    """Aaron, Abdoulaye, Achille, Adam, Adrien, Alexandre, Ali, Amadou, Amir, Anatole, André, Antoine, Aristide,
    Arthur, Auguste, Aurèle, Axel, Ayoub, Baptiste, Basile, Bilal, Boubacar, Camil, Célian, Côme, Diego,
    Djibril, Edgar, Eliott, Élie, Elio, Eloi, Émile, Enzo, Esteban, Ethan, Farès, Félix, Gabin, Gabriel,
    Gaspard, Gustave, Hamza, Haroun, Hector, Hugo, Ibrahim, Idriss, Ilyès, Imran, Isaac, Ismaël, Issa, Ivan,
    Jean, Jean-Baptiste, Joachim, Joseph, Jules, Kaïs, Kylian, Léandre, Léo, Léon, Léopold, Liam, Livio, Loan,
    Louis, Louis-Marie, Lucas, Maël, Malo, Marceau, Marius, Marlon, Martin, Mathis, Matteo, Maxence, Mohamed,
    Mohamed-Amine, Moussa, Naël, Nahil, Naïm, Nathan, Nino, Noah, Noé, Nolan, Octave, Omar, Oscar, Ousmane,
    Pablo, Paul, Raphaël, Rayan, Robin, Roméo, Sacha, Samuel, Sékou, Siméon, Soan, Sohan, Souleymane, Théo,
    Théodore, Tiago, Timéo, Titouan, Tom, Valentin, Victor, Wassim, Yanis, Youssef, Zacharie"""
)
FEMMES = _liste(
    """Adeline, Agnès, Alexandra, Aline, Amandine, Aminata, Anaïs, Anne, Anne-Sophie, Aurélie, Aurore, Awa, Barbara,
    Bénédicte, Bintou, Blandine, Carine, Caroline, Cécile, Céline, Charlène, Christelle, Claire, Clémentine,
    Corinne, Cristina, Cynthia, Daniela, Delphine, Diana, Djeneba, Élodie, Emilia, Émilie, Emmanuelle, Estelle,
    Fanny, Farida, Fatiha, Fatima, Fatoumata, Florence, Gaëlle, Géraldine, Hadja, Hanane, Hélène, Houria, Ilham,
    Imane, Isabelle, Jessica, Johanna, Julie, Karima, Karine, Katarzyna, Khadija, Laëtitia, Latifa, Laurence,
    Leïla, Linda, Lucile, Ludivine, Magali, Malika, Mariama, Marie-Laure, Marina, Marion, Mathilde, Mélanie,
    Monica, Myriam, Nabila, Nadège, Nadia, Naïma, Nathalie, Nora, Olga, Ouarda, Patricia, Pauline, Priscilla,
    Priya, Rachida, Raphaëlle, Rokia, Sabrina, Samia, Sandra, Sandrine, Séverine, Sihem, Solène, Sonia, Sophie,
    Stéphanie, Sylvie, Thuy, Vanessa, Véronique, Virginie, Wafa, Yamina, Zineb, Zohra"""
)
HOMMES = _liste(
    """Abdelkader, Adil, Adrian, Ahmed, Alain, Alassane, Alexis, Amar, Antonio, Arnaud, Aurélien, Bakary, Benjamin,
    Benoît, Brahim, Bruno, Cédric, Charles, Christophe, Cyril, Damien, Daniel, David, Demba, Didier, Driss,
    Édouard, Emmanuel, Éric, Fabien, Fabrice, Farid, Fouad, Franck, François, Frédéric, Gaëtan, Gilles, Grégory,
    Guillaume, Habib, Hakim, Hassan, Hervé, Hicham, Hocine, Jamal, Jean-Marc, Jean-Philippe, Jérémy, Jérôme,
    João, Joël, Jonathan, Julien, Kamel, Karim, Khalid, Laurent, Lionel, Loïc, Ludovic, Mamadou, Manuel, Marc,
    Mathieu, Mehdi, Michaël, Miloud, Mounir, Mourad, Nabil, Nicolas, Noureddine, Olivier, Pascal, Patrice,
    Paulo, Philippe, Pierre, Rachid, Rajesh, Régis, Renaud, Romain, Saïd, Salim, Samba, Sébastien, Seydou,
    Sofiane, Stéphane, Sylvain, Tarek, Thierry, Thomas, Tony, Vincent, Walid, Xavier, Yacine, Yann, Youcef,
    Zoltán"""
)
# The commonest first: a name is drawn with a weight that falls with its rank.
FAMILLES = _liste(
    """Martin, Bernard, Da Silva, Diallo, Petit, Dubois, Traoré, Durand, Moreau, Leroy, Roux, Benali, Girard, Bonnet,
    Dupont, Ferreira, Lambert, Fontaine, Rousseau, Vincent, Muller, Diarra, Lefèvre, Faure, Mercier, Blanc,
    Guérin, Boyer, Garnier, Chevalier, Pereira, Legrand, Gauthier, Garcia, Perrin, Robin, Clément, Morin,
    Nicolas, Henry, Cissé, Mathieu, Gautier, Masson, Marchand, Duval, Denis, Dumont, Marie, Lemaire, Noël,
    Meyer, Dufour, Meunier, Brun, Coulibaly, Blanchard, Giraud, Joly, Rivière, Lucas, Brunet, Gaillard, Barbier,
    Arnaud, Martinez, Gérard, Roche, Renard, Schmitt, Roy, Leroux, Colin, Vidal, Caron, Picard, Roger, Fabre,
    Aubert, Lemoine, Renaud, Dumas, Lacroix, Olivier, Philippe, Bourgeois, Pierre, Benoît, Rey, Leclerc, Payet,
    Rolland, Leclercq, Guillaume, Lecomte, Lopez, Jean, Dupuy, Guillot, Hubert, Berger, Carpentier, Sanchez,
    Dupuis, Moulin, Louis, Deschamps, Huet, Vasseur, Perez, Boucher, Fleury, Royer, Klein, Jacquet, Adam, Paris,
    Poirier, Marty, Aubry, Guyot, Carré, Charles, Renault, Charpentier, Ménard, Maillard, Baron, Bertin, Bailly,
    Hervé, Schneider, Fernandez, Le Gall, Collet, Léger, Bouvier, Julien, Prévost, Millet, Perrot, Daniel, Le
    Roux, Cousin, Germain, Breton, Besson, Langlois, Rémy, Le Goff, Pelletier, Lévêque, Perrier, Leblanc, Barré,
    Lebrun, Marchal, Weber, Mallet, Hamon, Boulanger, Jacob, Monnier, Michaud, Rodriguez, Guichard, Gillet,
    Étienne, Grondin, Poulain, Tessier, Chevallier, Collin, Chauvin, Da Costa, Bouchet, Gay, Lemaître, Bénard,
    Maréchal, Humbert, Reynaud, Antoine, Hoarau, Perret, Barthélemy, Cordier, Pichon, Lejeune, Gilbert, Lamy,
    Delaunay, Pasquier, Carlier, Laporte, Ouali, Haddad, Belkacem, Mansouri, Saïdi, Cherif, Rahmani, Bouaziz,
    Khelifi, Slimani, Hamdi, Zerrouki, Amrani, El Amrani, El Idrissi, Bennani, Alaoui, Tahiri, Ben Youssef,
    Trabelsi, Gharbi, Jaziri, Ndiaye, N’Diaye, Sow, Fall, Sy, Ba, Bâ, Camara, Keïta, Koné, Konaté, Sissoko,
    Touré, Dembélé, Sidibé, Doumbia, Bamba, Kouassi, Kouamé, Mbemba, Mendy, Gomis, Tavares, Lopes, Gomes,
    Teixeira da Silva, Dos Santos, Oliveira, Rodrigues, Fernandes, Alves, Marques, Ribeiro, Carvalho, Nguyen,
    Tran, Pham, Le Thi, Chen, Wang, Singh, Kumar, Patel, Yilmaz, Kaya, Demir, Öztürk, Popescu, Ionescu,
    Kowalski, Nowak, Petrović, Rossi, Esposito, de Kersaint, de la Tour, d’Aubigny, Le Bihan, Kerdoncuff,
    Quéméneur, Saint-Aubin, Sainte-Rose, Œuvrard, Rakotomalala, Randria, Abdallah"""
)
# Written in ISO-8859 by half of the exports: keep to what Windows-1252 holds.
FAMILLES = [nom.replace("ć", "c") for nom in FAMILLES]
POIDS_FAMILLES = [1 / (rang + 12) for rang in range(len(FAMILLES))]

VOIES = ["rue", "allée", "avenue", "impasse", "chemin", "square", "place", "mail"]
PLAQUES = _liste(
    """des Acacias, de la Bergeronnette, des Coquelicots, du Vieux Puits, des Églantines, de l’Étang, du Four à chaux,
    des Glycines, des Hirondelles, de la Clairière, du Lavoir, des Marronniers, de la Mésange, des Noyers, de
    l’Orée, des Peupliers, du Pigeonnier, de la Prairie, des Primevères, de la Source, des Sorbiers, du Verger,
    des Violettes"""
)

# « École du Clos-aux-Merles »: a place and its guest. 21 × 25 names, none borne by a school of the territory.
LIEUX = _liste(
    """du Pré, du Clos, du Chemin, du Verger, du Jardin, du Sentier, du Pont, du Champ, du Vallon, du Ruisseau, du
    Bosquet, du Puits, du Lavoir, du Gué, du Colombier, du Talus, du Courtil, du Ponceau, du Fournil, du Préau,
    du Hameau"""
)
HOTES = _liste(
    """aux-Merles, des-Mirabelles, à-la-Huppe, aux-Hérissons, du-Grillon, des-Rainettes, aux-Noisettes, du-Loriot,
    des-Sureaux, aux-Lucioles, de-la-Cigogne, des-Campanules, aux-Écureuils, du-Bouvreuil, des-Aubépines,
    aux-Abeilles, de-la-Loutre, des-Pimprenelles, aux-Chouettes, du-Martinet, des-Framboises, aux-Demoiselles,
    de-la-Sittelle, des-Nénuphars, au-Trèfle"""
)
NOMS_D_ECOLES = [f"École {lieu}-{hote}" for lieu in LIEUX for hote in HOTES]


def nom_de_famille(alea: random.Random) -> str:
    return alea.choices(FAMILLES, POIDS_FAMILLES)[0]


def prenom_enfant(alea: random.Random, sexe: str) -> str:
    return alea.choice(FILLES if sexe == "F" else GARCONS)


def prenom_adulte(alea: random.Random, civilite: str) -> str:
    return alea.choice(FEMMES if civilite == "Mme" else HOMMES)


def adresse(alea: random.Random) -> str:
    suite = alea.choices(["", " bis", " ter"], [18, 2, 1])[0]
    return f"{alea.randint(1, 96)}{suite} {alea.choice(VOIES)} {alea.choice(PLAQUES)}"


def mobile(alea: random.Random) -> str:
    """A mobile number of the range kept for fiction (06 39 98 xx xx)."""
    return f"063998{alea.randrange(10_000):04d}"


def fixe(alea: random.Random) -> str:
    """A landline of Île-de-France kept for fiction (01 99 00 xx xx)."""
    return f"019900{alea.randrange(10_000):04d}"


def sans_accent(texte: str) -> str:
    plat = unicodedata.normalize("NFKD", texte.replace("œ", "oe").replace("Œ", "Oe"))
    return "".join(c for c in plat if not unicodedata.combining(c))


def courriel(alea: random.Random, prenom: str, nom: str) -> str:
    """prenom.nom12@famille.example: an address that exists nowhere."""
    local = ".".join(sans_accent(partie).lower() for partie in (prenom, nom))
    local = "".join(c for c in local if c.isalnum() or c in ".-")
    return f"{local}{alea.randrange(10_000)}@famille.example"
