"""Error pages in the face of the product; fragments where a part of a page asked."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def _page(request: HttpRequest, status: int, sentence: str) -> HttpResponse:
    template = "errors/_sentence.html" if request.headers.get("HX-Request") else f"errors/{status}.html"
    return render(request, template, {"sentence": sentence}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 400, "Yêu cầu gửi đến không đọc được. Hãy tải lại trang rồi làm lại.")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 403, "Tài khoản của bạn không được giao việc này.")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(request, 403, "Trang đã mở quá lâu nên không còn hiệu lực. Hãy tải lại trang rồi gửi lại.")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 404, "Không có trang này, hoặc trang không thuộc đơn vị của bạn.")


def broken(request: HttpRequest) -> HttpResponse:
    return _page(
        request, 500, "Phần mềm gặp lỗi và chưa ghi gì. Hãy thử lại; nếu vẫn lỗi, hãy báo quản trị viên."
    )
