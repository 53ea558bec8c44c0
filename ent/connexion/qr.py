"""QR codes, as modules to draw or as an image that a page may hold under its CSP."""

import base64
from io import BytesIO

import qrcode
from qrcode.image.svg import SvgPathImage


def qr_modules(texte: str) -> list[list[bool]]:
    """The square of modules, without its white border."""
    qr = qrcode.QRCode(border=0, error_correction=qrcode.ERROR_CORRECT_M)
    qr.add_data(texte)
    qr.make(fit=True)
    return qr.get_matrix()


def qr_data_uri(texte: str) -> str:
    tampon = BytesIO()
    qrcode.make(texte, image_factory=SvgPathImage, border=3).save(tampon)
    return "data:image/svg+xml;base64," + base64.b64encode(tampon.getvalue()).decode()
