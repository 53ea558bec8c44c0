"""What the demonstrations of several rooms hand in or show: a drawing made here, with nobody on it."""

import io
import math

from PIL import Image, ImageDraw

PATIENCE = 60.0  # seconds for a file's control: no page waits here, whatever the machine does meanwhile


def feuille_dessinee(couleur: str, pointes: int) -> bytes:
    """A tree's leaf, as a child draws it: PNG, 900 × 700."""
    image = Image.new("RGB", (900, 700), "#fdfcf7")
    crayon = ImageDraw.Draw(image)
    tour = []
    for n in range(2 * pointes):
        angle, rayon = math.pi * n / pointes, 250 if n % 2 == 0 else 140
        tour.append((450 + 1.3 * rayon * math.cos(angle), 330 + rayon * math.sin(angle)))
    crayon.polygon(tour, fill=couleur, outline="#3b2a1a", width=8)
    crayon.line([(450, 330), (470, 660)], fill="#3b2a1a", width=14)
    for x, y in tour[::2]:
        crayon.line([(450, 330), (x, y)], fill="#fdfcf7", width=5)
    tampon = io.BytesIO()
    image.save(tampon, "PNG")
    return tampon.getvalue()
