"""Files as somebody would send them who means harm, or whose device was taken over; all are made here.

`Refused(code)`: there is no harmless copy. `Tamed`: a copy is kept in which none of `gone` is left.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass
from functools import cache

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image

from tests.security.clamd import EICAR
from thanjai.kernel.harmless.pdfs import MOST_OBJECTS

SCRIPT = b"<script>alert(document.cookie)</script>"


@dataclass(frozen=True)
class Hostile:
    """One file. `refused`: the code of the refusal, or none; `gone`: what the kept copy has no more."""

    name: str
    content: bytes
    refused: str = ""
    gone: tuple[bytes, ...] = ()

    def __str__(self) -> str:
        return self.name.encode("ascii", "backslashreplace").decode()[:60]


def picture(kind: str = "JPEG", **options: object) -> bytes:
    stream = io.BytesIO()
    Image.effect_noise((64, 48), 40).convert("RGB").save(stream, kind, **options)
    return stream.getvalue()


def with_place() -> bytes:
    """A photograph that says where it was taken, by whom, and carries a comment."""
    exif = Image.Exif()
    exif[0x010F], exif[0x013B] = "SecretCamera", "SecretOwner"
    exif.get_ifd(0x8825).update({1: "N", 2: (16.0, 26.0, 0.0), 3: "E", 4: (102.0, 50.0, 0.0), 29: "2026:11:21"})
    return picture(exif=exif, comment=b"SecretComment")


def png_bomb(side: int) -> bytes:
    """A few bytes that unfold to `side` times `side` points, and really do: its lines are all there."""
    packer = zlib.compressobj(9)
    lines = b"".join(packer.compress(b"\0" * (side // 8 + 1)) for _ in range(side)) + packer.flush()

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


def zipped(**files: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_", "."), content)
    return stream.getvalue()


def pdf(*, encryption: pikepdf.Encryption | None = None, **root: object) -> bytes:
    """One page, and what is given in its catalogue."""
    made = pikepdf.new()
    made.add_blank_page(page_size=(200, 200))
    for name, value in root.items():
        made.Root[f"/{name}"] = value
    return _saved(made, encryption)


def _saved(made: Pdf, encryption: pikepdf.Encryption | None = None) -> bytes:
    stream = io.BytesIO()
    made.save(stream, encryption=encryption or False)
    return stream.getvalue()


def action(kind: str, **more: object) -> Dictionary:
    return Dictionary(S=Name(f"/{kind}"), **more)


def with_annotation(annotation: Dictionary) -> bytes:
    made = pikepdf.new()
    page = made.add_blank_page(page_size=(200, 200))
    page.Annots = made.make_indirect(Array([made.make_indirect(annotation)]))
    return _saved(made)


def link(to: Dictionary) -> Dictionary:
    return Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 50, 50], A=to)


def with_attachment(name: str, content: bytes) -> bytes:
    made = pikepdf.new()
    made.add_blank_page(page_size=(200, 200))
    made.attachments[name] = content
    return _saved(made)


def written_again(content: bytes) -> bytes:
    """As most programs would have written it: ClamAV does not look into attachments in the way pikepdf makes them."""
    with pikepdf.open(io.BytesIO(content)) as found:
        return _saved(found)


def with_form(*, xfa: bytes = b"", script: str = "", drawn: bool = True) -> bytes:
    """A form with one field, filled in; `drawn`: with the picture of what is in it."""
    made = pikepdf.new()
    page = made.add_blank_page(page_size=(200, 200))
    field = Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="name", V="Somchai", Rect=[10, 10, 150, 30],
        DA="/Helv 12 Tf 0 g",
    )  # fmt: skip
    if drawn:
        look = Stream(made, b"BT /Helv 12 Tf 2 4 Td (Somchai) Tj ET", Type=Name.XObject, Subtype=Name.Form)
        look.BBox, look.Resources = Array([0, 0, 140, 20]), Dictionary()
        field.AP = Dictionary(N=look)
    if script:
        field.AA = Dictionary(K=action("JavaScript", JS=script))
    field = made.make_indirect(field)
    page.Annots = Array([field])
    helvetica = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    form = Dictionary(Fields=[field], DA="/Helv 12 Tf 0 g", DR=Dictionary(Font=Dictionary(Helv=helvetica)))
    if xfa:
        form.XFA = Stream(made, xfa)
    made.Root.AcroForm = form
    return _saved(made)


def with_outside_stream() -> bytes:
    """Its page's contents lie in another file."""
    made = pikepdf.new()
    page = made.add_blank_page(page_size=(200, 200))
    page.Contents = Stream(made, b"", F="/etc/passwd")
    return _saved(made)


def many_objects(count: int) -> bytes:
    made = pikepdf.new()
    made.add_blank_page()
    made.Root.Many = Array([made.make_indirect(Dictionary(N=number)) for number in range(count)])
    stream = io.BytesIO()
    made.save(stream, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return stream.getvalue()


def nested(depth: int) -> bytes:
    """Lists within lists within lists."""
    return pdf().replace(b"/Type /Catalog", b"/Type /Catalog /Deep " + b"[" * depth + b"]" * depth)


def javascript_names() -> Dictionary:
    return Dictionary(JavaScript=Dictionary(Names=["go", action("JavaScript", JS="app.alert('PwnedByScript')")]))


def polyglot_gif() -> bytes:
    """A GIF that is also a script."""
    return b"GIF89a/*" + b"\0" * 40 + b"*/=1;alert(1)//"


@cache
def corpus() -> tuple[Hostile, ...]:
    """All of them."""
    return (*_pictures(), *_others(), *_pdfs())


def _pictures() -> tuple[Hostile, ...]:
    return (
        Hostile("photo.jpg", with_place(), gone=(b"SecretCamera", b"SecretOwner", b"SecretComment", b"Exif")),
        Hostile("page-behind.jpg", picture() + SCRIPT, gone=(SCRIPT,)),
        Hostile("page-behind.png", picture("PNG") + SCRIPT, gone=(SCRIPT,)),
        Hostile("archive-behind.jpg", picture() + zipped(a_exe=b"MZ" + b"\0" * 99), gone=(b"PK\x03\x04",)),
        Hostile("comment.jpg", picture(comment=SCRIPT), gone=(SCRIPT,)),
        Hostile("bomb.png", png_bomb(20_000), "too_much"),
        Hostile("cut.jpg", picture()[:-200], "damaged"),
        Hostile("cut.png", picture("PNG")[:200], "damaged"),
        Hostile("head only.jpg", b"\xff\xd8\xff\xe0", "damaged"),
        Hostile("broken.heic", b"\0\0\0\x18ftypheic" + b"\0" * 200, "damaged"),
    )


def _others() -> tuple[Hostile, ...]:
    document = zipped(**{"word/document_xml": b"<w>" + b"\0" * 50_000_000, "[Content_Types]_xml": b"<Types/>"})
    return (
        Hostile("gif-script.gif", polyglot_gif(), "unknown"),
        Hostile("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "unknown"),
        Hostile("drawing.png", b"<?xml version='1.0'?><svg onload='alert(1)'/>", "unknown"),
        Hostile("page.jpg", b"<!doctype html>" + SCRIPT, "unknown"),
        Hostile("page-first.pdf", SCRIPT + pdf(), "unknown"),
        Hostile("program.pdf", b"MZ\x90\0" + b"\0" * 500, "unknown"),
        Hostile("invoice.pdf.exe", b"MZ\x90\0" + b"\0" * 500, "unknown"),
        Hostile("bomb.docx", document, "unknown"),
        Hostile("nothing but zeros.pdf", b"\0" * 100_000, "unknown"),
    )


def _pdfs() -> tuple[Hostile, ...]:
    lock = pikepdf.Encryption(owner="owner", user="secret")
    pwned = "app.alert('PwnedByScript')"
    return (
        Hostile("page behind.pdf", pdf() + b"\n" + SCRIPT, gone=(SCRIPT,)),
        Hostile("script at opening.pdf", pdf(OpenAction=action("JavaScript", JS=pwned)), gone=(b"PwnedByScript",)),
        Hostile("script by name.pdf", pdf(Names=javascript_names()), gone=(b"PwnedByScript",)),
        Hostile("script at closing.pdf", pdf(AA=Dictionary(WC=action("JavaScript", JS=pwned))), gone=(b"/AA",)),
        Hostile("starts a program.pdf", pdf(OpenAction=action("Launch", F="cmd.exe")), gone=(b"Launch", b"cmd.exe")),
        Hostile("sends itself.pdf", with_annotation(link(action("SubmitForm", F="http://x/"))), gone=(b"SubmitForm",)),
        Hostile("leads away.pdf", with_annotation(link(action("URI", URI="http://evil.example/"))), gone=(b"evil",)),
        Hostile("opens a file.pdf", with_annotation(link(action("GoToR", F="\\\\\\\\evil\\\\x.pdf"))), gone=(b"evil",)),
        Hostile(
            "then a script.pdf",
            with_annotation(link(action("GoTo", D=[0], Next=action("JavaScript", JS=pwned)))),
            gone=(b"PwnedByScript",),
        ),
        Hostile("a program within.pdf", with_attachment("a.exe", b"MZ" + b"Q" * 500), gone=(b"EmbeddedFile", b"a.exe")),
        Hostile("eicar that no scanner sees.pdf", with_attachment("e.com", EICAR), gone=(EICAR, b"EmbeddedFile")),
        Hostile(
            "film within.pdf",
            with_annotation(Dictionary(Type=Name.Annot, Subtype=Name.RichMedia, Rect=[0, 0, 9, 9])),
            gone=(b"RichMedia",),
        ),
        Hostile("form.pdf", with_form(script=pwned), gone=(b"PwnedByScript", b"AcroForm")),
        Hostile("form in XML.pdf", with_form(xfa=b"<xdp>PwnedByForm</xdp>"), gone=(b"PwnedByForm", b"XFA")),
        Hostile("not drawn.pdf", with_form(drawn=False), "form"),
        Hostile("only a program.pdf", pdf(NeedsRendering=True), "form"),
        Hostile("drawn elsewhere.pdf", with_outside_stream(), "external"),
        Hostile("locked.pdf", pdf(encryption=lock), "password"),
        Hostile("many objects.pdf", many_objects(MOST_OBJECTS + 1), "too_much"),
        Hostile("deep.pdf", nested(100_000), "damaged"),
        Hostile("cut.pdf", pdf()[:150], "damaged"),
        Hostile("head only.pdf", b"%PDF-1.7\n", "damaged"),
        Hostile("no page.pdf", _saved(pikepdf.new()), "damaged"),
        Hostile("rubbish.pdf", b"%PDF-1.7\n" + b"\xff\xfe rubbish" * 200, "damaged"),
    )


INFECTED = (
    Hostile("eicar.com", EICAR, "malware"),
    Hostile("eicar.zip", zipped(eicar_com=EICAR), "malware"),
    Hostile("eicar.pdf", written_again(with_attachment("eicar.com", EICAR)), "malware"),
    Hostile("eicar.jpg", picture() + EICAR, "malware"),
)

NAMES = (
    "../../etc/passwd.pdf", "..\\..\\boot.ini.pdf", "a\0b.pdf", "invoice\u202efdp.exe", "ก" * 300 + ".pdf", "con.pdf",
    "aux", ".htaccess", "a.pdf.exe", "a.php;.pdf", "a\r\nSet-Cookie: x=1.pdf", "  .  ", "a/b:c*d?.pdf", "<img src=x>.pdf",
    "'; DROP TABLE kernel_storedfile; --.pdf", "%2e%2e%2fa.pdf", "\ufeffa.pdf", "a" * 5_000,
)  # fmt: skip
"""Names that mislead people or programs. Their content is sound."""
