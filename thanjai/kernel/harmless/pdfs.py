"""PDFs written anew without anything that acts: scripts, actions, attachments, forms, sound, links to elsewhere.
Who made them, and with what, is left out too.

A signed one cannot be written anew: it is kept as it is when nothing in it acts, and refused otherwise.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from thanjai.kernel.harmless import Unsafe

MOST_OBJECTS: Final = 200_000
MOST_PAGES: Final = 2_000
MOST_ATTACHED: Final = 1_000_000

QUIET_ACTIONS: Final = frozenset({"/GoTo", "/Named"})
"""Going to another page of the same file."""
ACTING_KEYS: Final = frozenset(
    {
        "/AA", "/AF", "/Collection", "/EF", "/EmbeddedFiles", "/JS", "/JavaScript", "/NeedsRendering", "/OPI",
        "/OpenAction", "/PS", "/Requirements", "/RichMediaContent", "/RichMediaSettings", "/XFA",
    }
)  # fmt: skip
ACTING_ANNOTATIONS: Final = frozenset(
    {"/3D", "/FileAttachment", "/Movie", "/Projection", "/RichMedia", "/Screen", "/Sound", "/TrapNet"}
)
_ACTIONS: Final = frozenset(
    {
        "/GoTo", "/GoTo3DView", "/GoToDp", "/GoToE", "/GoToR", "/Hide", "/ImportData", "/JavaScript", "/Launch",
        "/Movie", "/Named", "/Rendition", "/ResetForm", "/RichMediaExecute", "/SetOCGState", "/Sound", "/SubmitForm",
        "/Thread", "/Trans", "/URI",
    }
)  # fmt: skip
_TELLING_KEYS: Final = ("/Metadata", "/PieceInfo")
"""Who made the file, with which programs; not for those who come to read it."""
WEB_LINK: Final = "web link"
_SIGNED_MAY: Final = frozenset({"/AF", "/EF", "/EmbeddedFiles", WEB_LINK})
"""What a signed file may have all the same, once looked at: data for machines, and links to pages of the web, as every
licence has to where it is checked."""


def make_ready() -> None:
    """Let qpdf open the source of random numbers, which it wants for files that were locked and keeps."""
    with pikepdf.new() as empty:
        empty.add_blank_page()
        empty.save(io.BytesIO(), encryption=pikepdf.Encryption(owner="any"))


def copied(content: bytes) -> tuple[bytes, str, bool]:
    """A harmless copy, or the very file when it is signed and harmless as it is. Raises Unsafe."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            _must_be_small(pdf)
            if _is_signed(pdf):
                return _untouched(pdf, content), "pdf", True
            return _cleaned(pdf), "pdf", False
    except pikepdf.PasswordError as error:
        raise Unsafe("password") from error
    except (Unsafe, MemoryError):
        raise
    except Exception as error:
        # Any fault of a strange file means that it is not sound.
        raise Unsafe("damaged") from error


def _must_be_small(pdf: Pdf) -> None:
    if len(pdf.objects) > MOST_OBJECTS or len(pdf.pages) > MOST_PAGES:
        raise Unsafe("too_much")
    if not len(pdf.pages):
        raise Unsafe("damaged")


def _cleaned(pdf: Pdf) -> bytes:
    if pdf.Root.get("/NeedsRendering"):
        # Its pages are drawn by a program within it; without that there is nothing to see.
        raise Unsafe("form")
    if any(_is_undrawn(one) for one in _holders(pdf)):
        # What was filled in would be lost: qpdf could draw it anew, but only in Latin letters.
        raise Unsafe("form")
    if "/AcroForm" in pdf.Root:
        pdf.flatten_annotations("screen")
    if "/AcroForm" in pdf.Root:
        del pdf.Root["/AcroForm"]
    for holder in _holders(pdf):
        _strip(holder)
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    stream = io.BytesIO()
    pdf.save(stream, deterministic_id=True, encryption=False)
    with pikepdf.open(io.BytesIO(stream.getvalue())) as written:
        if any(True for _ in _acting(written)):
            raise Unsafe("damaged")
    return stream.getvalue()


def _is_undrawn(holder: Any) -> bool:
    """A field of a form that is filled in, and whose picture the reader's program would have to make."""
    is_field = isinstance(holder, Dictionary) and holder.get("/Subtype") == Name.Widget and "/AP" not in holder
    return is_field and bool(str(holder.get("/V", ""))) and holder.get("/FT") in (None, Name.Tx, Name.Ch)


def _untouched(pdf: Pdf, content: bytes) -> bytes:
    """The signed file itself. Raises Unsafe when something in it acts."""
    if not content.startswith(b"%PDF-"):
        raise Unsafe("signed_active")
    for what in _acting(pdf):
        if what not in _SIGNED_MAY:
            raise Unsafe("signed_active")
    for file in _attached(pdf):
        if not _is_plain_data(file):
            raise Unsafe("signed_active")
    return content


def _is_signed(pdf: Pdf) -> bool:
    return any(isinstance(one, Dictionary) and "/ByteRange" in one and "/Contents" in one for one in _holders(pdf))


def _holders(pdf: Pdf) -> Iterator[Any]:
    """Every dictionary, stream and array of the file, also those nobody points to."""
    waiting: list[Any] = [pdf.trailer, *pdf.objects]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Dictionary | Stream):
            yield one
            inner = [one.get(key) for key in one.keys()]  # noqa: SIM118 - it is not iterable itself
        elif isinstance(one, Array):
            yield one
            inner = list(one)
        else:
            continue
        waiting += [value for value in inner if isinstance(value, Dictionary | Array) and not value.is_indirect]


def _strip(holder: Any) -> None:
    """Take away what acts."""
    if isinstance(holder, Array):
        for index in reversed(range(len(holder))):
            if _acts(holder[index]):
                del holder[index]
        return
    if isinstance(holder, Stream) and "/F" in holder:
        raise Unsafe("external")
    for key in [*_acting_keys(holder), *(key for key in _TELLING_KEYS if key in holder)]:
        del holder[key]


def _acting_keys(holder: Any) -> list[str]:
    return [key for key in list(holder.keys()) if key in ACTING_KEYS or _acts(holder.get(key))]


def _acting(pdf: Pdf) -> Iterator[str]:
    """What acts, by its key; external contents by "/F"."""
    for holder in _holders(pdf):
        if isinstance(holder, Array):
            yield from ("[]" for one in holder if _acts(one))
            continue
        if isinstance(holder, Stream) and "/F" in holder:
            yield "/F"
        for key in _acting_keys(holder):
            if key == "/A" and _is_web_link(holder.get(key)):
                yield WEB_LINK
            elif key != "/OpenAction" or _acts(holder.get(key)):  # It may say at which page the file opens.
                yield key


def _acts(value: Any) -> bool:
    """Whether it is an action that leads out of the file, or an annotation that is more than a drawing."""
    if not isinstance(value, Dictionary):
        return False
    action, kind = value.get("/S"), value.get("/Subtype")
    if isinstance(action, Name) and str(action) in _ACTIONS - QUIET_ACTIONS and _is_action(value):
        return True
    return isinstance(kind, Name) and str(kind) in ACTING_ANNOTATIONS and "/Rect" in value


def _is_web_link(value: Any) -> bool:
    """Whether it leads to a page of the web, when the reader presses it and not before."""
    address = value.get("/URI") if value.get("/S") == Name.URI else None
    return isinstance(address, String) and str(address).lower().startswith(("https://", "http://"))


def _is_action(value: Any) -> bool:
    """`/S` also says what a structure element or a transition is; those have other types."""
    kind = value.get("/Type")
    return kind is None or kind == Name.Action


def _attached(pdf: Pdf) -> Iterator[bytes]:
    for holder in _holders(pdf):
        files = holder.get("/EF") if isinstance(holder, Dictionary) else None
        if isinstance(files, Dictionary):
            for key in files.keys():  # noqa: SIM118
                yield bytes(files[key].read_bytes())


def _is_plain_data(content: bytes) -> bool:
    """Text that machines read, such as JSON or XML: no program, no page, no archive."""
    if (
        len(content) > MOST_ATTACHED
        or b"\0" in content
        or content.lstrip().lower().startswith((b"<html", b"<!doctype"))
    ):
        return False
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return not content.startswith((b"#!", b"MZ", b"%PDF"))
