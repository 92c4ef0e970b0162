"""Error pages in the face of the product; fragments where a part of a page asked."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def refusal(request: HttpRequest, status: int, sentence: str) -> HttpResponse:
    """A page, or a fragment for the place that asked; `X-Fragment` tells the script that it may be shown there."""
    if not request.headers.get("HX-Request"):
        return render(request, f"errors/{status}.html", {"sentence": sentence}, status=status)
    answer = render(request, "errors/_sentence.html", {"sentence": sentence}, status=status)
    answer["X-Fragment"] = "error"
    return answer


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refusal(request, 400, "Yêu cầu gửi đến không đọc được. Hãy tải lại trang rồi làm lại.")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refusal(request, 403, "Tài khoản của bạn không được giao việc này.")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return refusal(request, 403, "Trang đã mở quá lâu nên không còn hiệu lực. Hãy tải lại trang rồi gửi lại.")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refusal(request, 404, "Không có trang này, hoặc trang không thuộc đơn vị của bạn.")


def broken(request: HttpRequest) -> HttpResponse:
    return refusal(request, 500, "Phần mềm gặp lỗi và chưa ghi gì. Hãy thử lại; nếu vẫn lỗi, hãy báo quản trị viên.")
