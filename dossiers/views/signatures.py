from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from config.kernel import files
from config.kernel.access import visible
from config.kernel.errors import DomainError
from config.kernel.web import page
from dossiers import selectors
from dossiers.enums import AccessAct
from dossiers.selectors.signatures import root_rows, signing_of, trust_roots
from dossiers.services import accesses, signatures
from dossiers.views.decisions import show_decision
from dossiers.views.documents import show


@page("dossiers.view", methods=("POST",))
def bring(request: HttpRequest, uid: str) -> HttpResponse:
    """The signed file comes back."""
    found = selectors.document_at(request.actor, uid)
    try:
        new = signatures.accept(document=found, upload=request.FILES.get("file"), actor=request.actor)
    except DomainError as error:
        page_of = show_decision if found.kind in selectors.LEADER_PAPERS else show
        return page_of(request, found, refused=error)
    messages.success(request, f"Đã ghi nhận chữ ký của {', '.join(row.signer for row in new)}.")
    return redirect("dossiers:decision" if found.kind in selectors.LEADER_PAPERS else "dossiers:document", found.uid)


@page("dossiers.view")
def signed_file(request: HttpRequest, uid: str) -> HttpResponseBase:
    """The PDF with all signatures accepted so far."""
    found = selectors.document_at(request.actor, uid)
    file = signing_of(found, request.actor).file
    if file is None:
        raise Http404
    accesses.note(actor=request.actor, act=AccessAct.DOWNLOAD, document=found)
    return files.response(file)


@page("tenant.admin", methods=("GET", "HEAD", "POST"))
def roots(request: HttpRequest) -> HttpResponse:
    """Certificates that signatures may lead to: install one, take one out."""
    refused: DomainError | None = None
    if request.method == "POST":
        try:
            if "remove" in request.POST:
                gone = signatures.remove_root(root=visible(root_rows(), request.POST["remove"]), actor=request.actor)
                messages.success(request, f"Đã gỡ chứng thư của {gone.subject}.")
            else:
                root = signatures.install_root(upload=request.FILES.get("file"), actor=request.actor)
                messages.success(request, f"Đã cài chứng thư của {root.subject}.")
            return redirect("dossiers:roots")
        except DomainError as error:
            refused = error
    context = {"roots": trust_roots(), "refused": refused}
    return render(request, "dossiers/roots.html", context, status=refused.status if refused else 200)
