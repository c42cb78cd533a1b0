"""A PDF with its data inside, after PDF/A-3: the file attached, its colors and itself described."""

import hashlib
import io
import re
from functools import cache
from typing import Final

from deskcrm.errors import CrmError
from deskcrm.i18n import mark
from deskcrm.paper.sheet import About

_TIMES: Final = re.compile(
    rb"(?<=\(D:)\d{14}|(?<=\(D\\072)\d{14}|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?=\+00:00)"
)
"""The moments that the library notes: of a document, and of its description."""


class WrongOrder(CrmError):
    """Data that the schema of electronic orders refuses: a mistake in this program."""

    sentence = mark(
        "The electronic order does not fit its schema, so the quote was not sent. "
        "Switch it off in Settings to send the quote without it, and please report this."
    )


def with_order(pdf: bytes, order: bytes, about: About) -> bytes:
    """Return the PDF with an Order-X message attached; the same input gives the same bytes.

    Raise WrongOrder if the message is not valid against its schema.
    """
    from facturx import generate_from_binary

    try:
        found: bytes = generate_from_binary(
            _described(pdf),
            order,
            flavor="order-x",
            level="comfort",
            # The standard knows orders alone; that this is an offer stands in the message.
            orderx_type="order",
            pdf_metadata={
                "author": about.author,
                "keywords": "Order-X",
                "title": about.title,
                "subject": about.subject,
            },
            lang=about.language,
            xmp_compression=False,
        )
    except Exception as error:
        raise WrongOrder from error
    found = found.replace(b"%PDF-1.3", b"%PDF-1.7", 1)
    # The library opens the list of attachments beside the page; whoever reads a quote wants the page.
    found = found.replace(b"/PageMode /UseAttachments", b"/PageMode /UseNone       ")
    return _TIMES.sub(lambda moment: _made(moment[0], about), found)


def _made(moment: bytes, about: About) -> bytes:
    """Return the day of the document in the form of `moment`, which is as long."""
    form = "%Y%m%d000000" if moment.isdigit() else "%Y-%m-%dT00:00:00"
    return about.created.strftime(form).encode("ascii")


def _described(pdf: bytes) -> bytes:
    """Say which colors a document's numbers mean, as an archived one has to."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import (
        ArrayObject,
        ByteStringObject,
        DecodedStreamObject,
        DictionaryObject,
        NameObject,
        NumberObject,
        TextStringObject,
    )

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    plain_profile = DecodedStreamObject()
    plain_profile.set_data(_srgb())
    profile = plain_profile.flate_encode()
    profile[NameObject("/N")] = NumberObject(3)
    intent = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/OutputIntent"),
            NameObject("/S"): NameObject("/GTS_PDFA1"),
            NameObject("/OutputConditionIdentifier"): TextStringObject("sRGB"),
            NameObject("/DestOutputProfile"): writer._add_object(profile),  # noqa: SLF001
        }
    )
    writer.root_object[NameObject("/OutputIntents")] = ArrayObject([intent])
    name = ByteStringObject(hashlib.sha256(pdf).digest()[:16])
    writer._ID = ArrayObject([name, name])  # noqa: SLF001
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


@cache
def _srgb() -> bytes:
    """Return the profile of sRGB, without the moment it was made."""
    from PIL import ImageCms

    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[24:36] = bytes(12)  # when it was made
    profile[84:100] = bytes(16)  # its own checksum, which may be left out
    return bytes(profile)
