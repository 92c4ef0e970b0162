"""Settings, all from the environment (.env.example). With nothing set: this checkout's embedded services."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

from celery.schedules import crontab
from redis.backoff import NoBackoff
from redis.retry import Retry

from config.launch import services, state


def flag(name: str, *, default: bool) -> bool:
    """An on/off variable: 1, true, yes, on."""
    value = os.environ.get(name, "").strip().lower()
    return value in {"1", "true", "yes", "on"} if value else default


def listed(name: str, default: str = "") -> list[str]:
    """A comma-separated variable."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


BASE_DIR = Path(__file__).resolve().parent.parent
STATE = state.directory()
DEBUG = flag("DEBUG", default=False)
# Demo accounts and demo data exist only where they are asked for; `make run` asks for them.
DEMO = flag("DEMO", default=services.database_is_embedded())
HTTPS = flag("HTTPS", default=False)
# What QR codes on papers open; without it they hold the code alone.
PUBLIC_URL = os.environ.get("PUBLIC_URL", "").rstrip("/")
SECRET_KEY = os.environ.get("SECRET_KEY") or state.secret_key()
# The machine itself may always ask, for health checks.
ALLOWED_HOSTS = [*listed("ALLOWED_HOSTS", "127.0.0.1,[::1],.localhost"), "localhost"]
CSRF_TRUSTED_ORIGINS = listed("CSRF_TRUSTED_ORIGINS")

# -- applications -----------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "rest_framework",
    "drf_spectacular",
    "import_export",
    "config.launch",
    "config.kernel",
    *(name for name in ("units", "campaigns", "targets", "awards", "dossiers") if find_spec(f"{name}.apps")),
    *(name for name in ("config.demo",) if find_spec(f"{name}.apps")),
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.kernel.web.middleware.SecurityHeadersMiddleware",
    # Outside of the session, so that what the session stores is undone with the rest of a failed response.
    "config.kernel.web.middleware.TenantMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
AUTH_USER_MODEL = "units.User"
# Sessions that name the second go on; nobody signs in by it.
AUTHENTICATION_BACKENDS = ["units.backends.AccountBackend", "django.contrib.auth.backends.ModelBackend"]
ACTOR_RESOLVER = "units.selectors.actor_for"
KEY_RESOLVER = "units.selectors.tokens.actor_by_token"
LOGIN_URL = "units:login"
LOGIN_REDIRECT_URL = "units:work"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "config.kernel.face.quick.Loader",
                    ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "builtins": ["config.kernel.templatetags.addresses"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "config.kernel.web.context.tenant",
                "config.kernel.face.context.face",
            ],
        },
    }
]

# Fields are drawn by the same templates engine as their pages, which is the quick one.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# -- data -------------------------------------------------------------------------------------------------

# A pool needs its own threads, so only the long-lived web process asks for one.
POOL = flag("THIDUA_POOL", default=False)
DATABASES = {"default": services.database_settings()}
DATABASES["default"] |= {
    "ATOMIC_REQUESTS": True,
    "CONN_HEALTH_CHECKS": True,
    "CONN_MAX_AGE": 0 if POOL else 60,
}
if POOL:
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 8, "timeout": 10}

# Statements that the server keeps do not pass through a transaction pooler that does not know of them
# (PgBouncer before 1.21).
KEEP_PLANS = flag("THIDUA_KEEP_PLANS", default=True)

NAV_NUMBERS_SECONDS = 60
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": services.cache_url(),
        "KEY_PREFIX": "thidua",
        # No retries: sessions are in the database as well, so a page need not wait for a Redis that is away.
        "OPTIONS": {"socket_timeout": 2, "socket_connect_timeout": 1, "retry": Retry(NoBackoff(), 0)},
    }
}

MEDIA_ROOT = Path(os.environ.get("MEDIA_ROOT") or STATE / "files")
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
FILE_UPLOAD_PERMISSIONS = 0o640

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT") or STATE / "static")
STATICFILES_DIRS = [path for path in [BASE_DIR / "static"] if path.is_dir()]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
# Fonts for documents are not sent to browsers; woff2 is compressed already.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["png", "jpg", "gz", "br", "woff", "woff2", "ttf"]

# -- people -----------------------------------------------------------------------------------------------

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# cached_db: a lost Redis logs nobody out.
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_SAVE_EVERY_REQUEST = False
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "config.kernel.web.errors.csrf_failure"

# -- transport --------------------------------------------------------------------------------------------

X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
if HTTPS:
    # The __Host- prefix binds a cookie to this host and to HTTPS.
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
else:
    # Two instances on one host but different ports would overwrite each other's cookies.
    SESSION_COOKIE_NAME = f"sessionid-{state.key_of(STATE)}"
    CSRF_COOKIE_NAME = f"csrftoken-{state.key_of(STATE)}"

# -- language ---------------------------------------------------------------------------------------------

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt")]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = False

# -- work in the background -------------------------------------------------------------------------------

CELERY_BROKER_URL = services.broker_url()
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A worker that was called for one job goes on to what waits behind it: so many at most, none begun after these seconds.
JOB_SPELL_MOST = 20
JOB_SPELL_SECONDS = 5
# Every job has ten minutes, the last of a spell as well. The time limit is shorter than the visibility timeout: else
# a long task would run twice at once.
CELERY_TASK_SOFT_TIME_LIMIT = JOB_SPELL_SECONDS + 600
CELERY_TASK_TIME_LIMIT = JOB_SPELL_SECONDS + 660
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,  # else the sweep runs at every tenth interval only
    "socket_timeout": 5,
    "socket_connect_timeout": 1,
    # A wake-up call is tried twice and left to the sweeper: by default whoever asks for a job waits six seconds.
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.1,
    "interval_max": 0.1,
    "global_keyprefix": "thidua:",
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# A worker's memory is what WeasyPrint leaves behind; a new process reads typefaces and stylesheets again. The memory is
# looked at after every job, the calls are counted: four thousand jobs at most.
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 500_000  # KiB
CELERY_WORKER_MAX_TASKS_PER_CHILD = 4000 // JOB_SPELL_MOST
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_REDIRECT_STDOUTS = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = {
    # A wake-up call that nobody answered is worth nothing once the next one is out.
    "sweep": {"task": "kernel.sweep", "schedule": 5.0, "options": {"expires": 30}},
    # Often, since a machine may have been off in the morning; each reminder is written once all the same.
    "index": {"task": "dossiers.index", "schedule": 60.0, "options": {"expires": 55}},
    "consultations": {
        "task": "dossiers.consultations",
        "schedule": crontab(minute="25", hour="7-17"),
        "options": {"expires": 1800},
    },
    "remind": {"task": "campaigns.remind", "schedule": crontab(minute="20", hour="7-17"), "options": {"expires": 1800}},
}
# Letters leave only where a mail server is named; without one the log says so.
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT") or 587)
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = flag("EMAIL_USE_TLS", default=True)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM") or "thi-dua-so@localhost"
# Where people reach the software, for links in letters.
PUBLIC_URL = os.environ.get("PUBLIC_URL", "")
QUEUES = ("default", "scoring", "documents")
# How long a job may go without a sign of life before another worker may take it. Progress extends it.
JOB_LEASE_SECONDS = int(os.environ.get("JOB_LEASE_SECONDS") or 60)
# How long a queued job may wait for its wake-up call before the sweeper repeats it.
JOB_PATIENCE_SECONDS = int(os.environ.get("JOB_PATIENCE_SECONDS") or 10)

# -- API --------------------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    # TenantMiddleware lets in by key or session and knows the actor; verbs are asked by `config.kernel.api`.
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "EXCEPTION_HANDLER": "config.kernel.api.problems.handle",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "COERCE_DECIMAL_TO_STRING": True,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Thi đua số – API",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENABLE_DJANGO_DEPLOY_CHECK": False,
    "APPEND_COMPONENTS": {"securitySchemes": {"khoa": {"type": "http", "scheme": "bearer"}}},
    "SECURITY": [{"khoa": []}],
    # Names that stay: without them two lists of choices under one field name are told apart by a hash.
    "ENUM_NAME_OVERRIDES": {
        "UnitKind": "units.enums.UnitKind.choices",
        "UnitLevel": "units.enums.Level.choices",
        "SuccessionKind": "units.enums.SuccessionKind.choices",
        "PersonKind": "units.enums.PersonKind.choices",
        "Gender": "units.enums.Gender.choices",
        "RoleCode": "units.enums.RoleCode.choices",
        "CampaignState": "campaigns.enums.CampaignState.choices",
        "PeriodState": "campaigns.enums.PeriodState.choices",
        "DraftState": "campaigns.enums.DraftState.choices",
        "RegistrationState": "campaigns.enums.RegistrationState.choices",
        "ReminderState": "campaigns.enums.ReminderState.choices",
        "GiftKind": "campaigns.enums.GiftKind.choices",
        "GiftState": "campaigns.enums.GiftState.choices",
        "Giver": "campaigns.enums.Giver.choices",
        "PracticeKind": "campaigns.enums.PracticeKind.choices",
        "PracticeState": "campaigns.enums.PracticeState.choices",
        "AdoptionState": "campaigns.enums.AdoptionState.choices",
        "RecognitionLevel": "campaigns.enums.RecognitionLevel.choices",
        "ReportState": "targets.enums.ReportState.choices",
        "Decision": "targets.enums.Decision.choices",
        "RunState": "targets.enums.RunState.choices",
        "AwardState": "awards.enums.AwardState.choices",
        "RoundState": "awards.enums.RoundState.choices",
        "DossierState": "dossiers.enums.DossierState.choices",
    },
}

# -- log --------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "INFO")},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.server": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
    },
}

SILENCED_SYSTEM_CHECKS = [
    "security.W004", "security.W008", "security.W012", "security.W016",  # HTTPS belongs to the proxy: HTTPS=1
    "security.W021",
] if not HTTPS else ["security.W021"]  # fmt: skip
