"""Documents on paper: HTML and ``print.css`` through WeasyPrint, tagged, without network."""

import base64
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import current_app, render_template

from townhall.installation import installation

#: The file the administrator lays in the folder of the installation, for the title pages of reports.
LOGOS = {"logo.svg": "image/svg+xml", "logo.png": "image/png"}
STATIC = Path(__file__).resolve().parent.parent / "static"


def render_pdf(
    template: str, *, archive: bool = False, attachments: Mapping[str, bytes] | None = None, **context: Any
) -> bytes:
    """The template as PDF: PDF/A-3a when it is to be archived, PDF/UA-1 otherwise.

    ``attachments`` (file name → bytes) go into an archived PDF, as the data it was made from. The letterhead is that of
    this installation, unless ``authority`` says whose it is.
    """
    import weasyprint  # costs half a second, so only when a PDF is made
    from weasyprint.urls import URLFetcher

    context.setdefault("logo", _logo())
    if "authority" in context:
        # Not through render_template, which asks the database what every page shows: this paper brings everything.
        html = current_app.jinja_env.get_template(template).render(context)
    else:
        html = render_template(template, authority=installation(), **context)
    # No network, no files: what a template shows is in the template, in print.css or in its data.
    fetcher = URLFetcher(allowed_protocols=("data",), fail_on_errors=True)
    document = weasyprint.HTML(string=html, url_fetcher=fetcher)
    files = [
        weasyprint.Attachment(string=data, name=name, relationship="Source")
        for name, data in (attachments or {}).items()
    ]
    stylesheet = weasyprint.CSS(filename=str(STATIC / "print.css"))
    pdf: bytes = document.write_pdf(
        stylesheets=[stylesheet],
        pdf_variant="pdf/a-3a" if archive else "pdf/ua-1",
        pdf_tags=True,
        attachments=files or None,
        custom_metadata=True,
    )
    return pdf


def _logo() -> str | None:
    """The logo of the municipality as an address that holds the picture itself; None when it has none."""
    folder: Path = current_app.extensions["settings"].instance_folder
    for name, media_type in LOGOS.items():
        file = folder / name
        if file.is_file():
            return f"data:{media_type};base64,{base64.b64encode(file.read_bytes()).decode()}"
    return None
