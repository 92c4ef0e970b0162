"""One address, one method, one service: what it asks, takes and gives stands in one place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.decorators import api_view, parser_classes
from rest_framework.parsers import FormParser, JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from config.kernel.access import Actor, require
from config.kernel.api.once import HEADER, need_key, once
from config.kernel.text import whole_number
from config.kernel.web.access import undoing

PER_PAGE, MOST_PER_PAGE = 50, 200
Shape = type[serializers.Serializer[Any]]


class Problem(serializers.Serializer[Any]):
    """Lời từ chối."""

    status = serializers.IntegerField()
    code = serializers.CharField(help_text="Mã ổn định, dành cho chương trình.")
    detail = serializers.CharField(help_text="Câu tiếng Việt: sai ở đâu, phải làm gì.")
    errors = serializers.ListField(child=serializers.DictField(child=serializers.CharField()))  # type: ignore[assignment]


@dataclass
class Call:
    """One request to an endpoint. `query`: the address's own parameters."""

    request: Request
    actor: Actor
    takes: Shape | None = None
    needs_key: bool = False

    @cached_property
    def given(self) -> dict[str, Any]:
        """The validated content. Asked for after the object, so that what is not there stays "not found"."""
        if self.needs_key:
            need_key(self.request)
        if self.takes is None:
            return {}
        asked = self.takes(data=self.request.data)
        asked.is_valid(raise_exception=True)
        return dict(asked.validated_data)

    @property
    def query(self) -> dict[str, str]:
        return {key: str(value) for key, value in self.request.query_params.items() if value}

    def year(self) -> int | None:
        return whole_number(self.query.get("year", ""))


def endpoint(
    method: str,
    verb: str = "",
    *,
    summary: str,
    tag: str,
    description: str = "",
    takes: Shape | None = None,
    gives: Shape | None = None,
    many: bool = False,
    query: Sequence[tuple[str, str]] = (),
    status: int = 200,
    needs_key: bool = False,
    example: Any = None,
    file: bool = False,
    secret: bool = False,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make a view of `function(call, **address)`.

    `verb` must be held somewhere in the tenant; whether it covers the object is the service's question, as on the
    pages. With `many` the function gives a queryset or list, and the answer is a page of it. `needs_key`: a second
    sending would act twice, so an Idempotency-Key must come along; other writes take one if it is given, but for a
    `secret` answer, which is kept nowhere to be given again.
    """

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def view(request: Request, **address: Any) -> HttpResponseBase:
            actor: Actor = request.actor
            if verb:
                why = f"Khóa hoặc tài khoản này không được giao việc này: cần quyền {verb}."
                require(actor, verb, why=why)
            call = Call(request, actor, takes, needs_key)

            def act() -> Response:
                found = function(call, **address)
                if isinstance(found, HttpResponseBase):
                    return found  # type: ignore[return-value]
                if many:
                    return Response(_page(request, found, gives))
                return Response(gives(found).data if gives is not None else found, status=status)

            return act() if method == "GET" or file or secret else once(request, act)

        made = api_view([method])(parser_classes([JSONParser, MultiPartParser, FormParser])(view))
        described = extend_schema(
            operation_id=function.__name__,
            summary=summary,
            description=_described(description or (function.__doc__ or ""), verb),
            tags=[tag],
            request=takes,
            parameters=_parameters(query, many=many, keyed=method != "GET" and not secret, needs_key=needs_key),
            responses=_responses(function.__name__, gives, many=many, status=status, file=file, method=method),
            examples=[OpenApiExample("Ví dụ", value=example, request_only=takes is not None,
                                     response_only=takes is None)] if example is not None else None,
        )(made)  # fmt: skip
        documented: Any = undoing(described)
        # Keys need no token against forged forms; a browser's session does.
        documented.csrf_exempt = False
        documented.is_api = True
        documented.verb = verb
        return documented  # type: ignore[no-any-return]

    return decorate


def _page(request: Request, found: Any, gives: Shape | None) -> dict[str, Any]:
    size = min(whole_number(request.query_params.get("page_size", "")) or PER_PAGE, MOST_PER_PAGE)
    shown = Paginator(found, size).get_page(request.query_params.get("page"))
    rows = list(shown.object_list)
    return {
        "count": shown.paginator.count,
        "page": shown.number,
        "pages": shown.paginator.num_pages,
        "results": gives(rows, many=True).data if gives is not None else rows,
    }


def _described(text: str, verb: str) -> str:
    return f"{text.strip()}\n\nQuyền: `{verb}`." if verb else text.strip()


def _parameters(
    query: Sequence[tuple[str, str]], *, many: bool, keyed: bool, needs_key: bool
) -> list[OpenApiParameter]:
    found = [OpenApiParameter(name, str, description=said) for name, said in query]
    if many:
        found += [
            OpenApiParameter("page", int, description="Trang, từ 1."),
            OpenApiParameter("page_size", int, description=f"Số dòng một trang, tối đa {MOST_PER_PAGE}."),
        ]
    if keyed:
        said = "Mã riêng cho lần gửi này; gửi lại cùng mã thì chỉ ghi một lần."
        found.append(OpenApiParameter(HEADER, str, OpenApiParameter.HEADER, description=said, required=needs_key))
    return found


def _responses(name: str, gives: Shape | None, *, many: bool, status: int, file: bool, method: str) -> dict[Any, Any]:
    shape: Any = gives if gives is not None else OpenApiTypes.OBJECT
    if file:
        found: dict[Any, Any] = {(200, "application/octet-stream"): OpenApiTypes.BINARY}
    elif many:
        shape = inline_serializer(
            f"Page_{name}",
            {
                "count": serializers.IntegerField(),
                "page": serializers.IntegerField(),
                "pages": serializers.IntegerField(),
                "results": gives(many=True) if gives is not None else serializers.ListField(),
            },
        )
        found = {200: shape}
    else:
        found = {status: shape}
    refusals = {401: "Chưa có khóa, hoặc khóa không dùng được", 403: "Không được giao việc này", 404: "Không có"}
    if method != "GET":
        refusals |= {409: "Đã có người làm trước", 422: "Chưa đúng"}
    problem = "application/problem+json"
    return found | {(code, problem): OpenApiResponse(Problem, description=said) for code, said in refusals.items()}
