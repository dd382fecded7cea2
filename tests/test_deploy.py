"""What is delivered: production settings, compose file, image, lock files, metadata."""

import json
import os
import re
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
LOCKS = ["requirements.txt", "requirements-dev.txt", "requirements-node.txt", "package-lock.json"]
HOST = re.compile(r"https?://|file:/|\b[\w-]+\.(org|com|net|io|dev)\b")


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def production(tmp_path, **more) -> dict[str, str]:
    """The environment of a production machine: nothing of this one's .env or of the tests'."""
    return {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path}/production.sqlite3",
        "ALLOWED_HOSTS": "puljeforslag.example",
        "CSRF_TRUSTED_ORIGINS": "https://puljeforslag.example",
        "SITE_URL": "https://puljeforslag.example",
        "HTTPS": "True",
        "DEBUG": "False",
        **more,
    }


def manage(*arguments: str, environment: dict[str, str]) -> subprocess.CompletedProcess:
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)


def test_the_production_checks_are_clean(tmp_path):
    answer = manage("check", "--deploy", "--fail-level", "WARNING", environment=production(tmp_path))
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "no issues" in answer.stdout


def test_the_checks_can_fail(tmp_path):
    unsafe = production(tmp_path, HTTPS="False")
    assert manage("check", "--deploy", "--fail-level", "WARNING", environment=unsafe).returncode == 1


def test_models_and_migrations_agree(tmp_path):
    answer = manage("makemigrations", "--check", "--dry-run", environment=production(tmp_path))
    assert answer.returncode == 0, answer.stdout


def test_the_compose_file_has_every_part_with_a_sign_of_life():
    services = yaml.safe_load(read("docker-compose.yml"))["services"]

    assert set(services) == {"web", "worker", "beat", "migrate", "database", "redis", "mail"}
    commands = {name: services[name]["command"] for name in ("worker", "beat", "migrate")}
    assert all(text.split()[0] in ("celery", "python") for text in commands.values())
    checked = {name for name, service in services.items() if "test" in service.get("healthcheck", {})}
    # The web server's is in the image; `migrate` ends and is waited for.
    assert checked == {"worker", "beat", "database", "redis"}
    assert "/sundhed/" in read("Dockerfile")
    for name in ("web", "worker", "beat"):
        assert services[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


def test_every_setting_of_the_compose_file_is_one_the_program_reads():
    environment = yaml.safe_load(read("docker-compose.yml"))["x-program"]["environment"]
    read_by_settings = set(re.findall(r'env(?:\.\w+)?\("(\w+)"', read("config/settings.py")))
    assert set(environment) <= read_by_settings


def test_every_setting_is_in_the_operations_guide():
    read_by_settings = set(re.findall(r'env(?:\.\w+)?\(\s*"(\w+)"', read("config/settings.py")))
    told = set(re.findall(r"`([A-Z][A-Z0-9_]+)`", read("docs/operations.md")))
    assert read_by_settings - told == set()


def test_the_image_runs_as_nobody_in_particular_and_leaves_secrets_out():
    image = read("Dockerfile")
    assert image.index("USER puljeforslag") < image.index("\nCMD")
    assert {".env", "var", ".git"} <= set(read(".dockerignore").splitlines())


@pytest.mark.parametrize("name", LOCKS)
def test_lock_files_name_no_host_and_no_path_of_a_machine(name):
    named = [line for line in read(name).splitlines() if HOST.search(line) or re.search(r"(^|\s)/\w", line)]
    assert named == []


@pytest.mark.parametrize("name", [name for name in LOCKS if name.endswith(".txt")])
def test_every_python_package_is_pinned_with_hashes(name):
    packages = re.split(r"\n(?=\S)", re.sub(r"(?m)^\s*#.*\n", "", read(name)).strip())
    unpinned = [text.splitlines()[0] for text in packages if "==" not in text or "--hash=sha256:" not in text]
    assert unpinned == []


def test_every_npm_package_has_its_integrity():
    packages = json.loads(read("package-lock.json"))["packages"]
    assert [name for name, entry in packages.items() if name and "integrity" not in entry] == []


def test_the_metadata_has_what_its_standard_requires():
    metadata = yaml.safe_load(read("publiccode.yml"))
    required = {"publiccodeYmlVersion", "name", "url", "platforms", "categories", "developmentStatus", "softwareType"}
    assert required | {"description", "legal", "maintenance", "localisation", "releaseDate"} <= set(metadata)
    assert metadata["publiccodeYmlVersion"] == "0.4"
    assert metadata["legal"]["license"] == "EUPL-1.2"
    for language in metadata["localisation"]["availableLanguages"]:
        text = metadata["description"][language]
        assert len(text["shortDescription"]) <= 150
        assert 150 <= len(text["longDescription"]) <= 10_000
        assert text["features"]
    assert read("LICENSE").startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")


def test_anyone_may_ask_for_a_sign_of_life(client, db):
    answer = client.get("/sundhed/")
    assert (answer.status_code, answer.content) == (200, b"ok")


def test_a_browser_finds_the_mark_where_it_looks_by_itself(client):
    """The administration's pages and files link to none."""
    from django.contrib.staticfiles import finders

    answer = client.get("/favicon.ico")
    assert answer.status_code == 302
    assert finders.find(answer["Location"].removeprefix(settings.STATIC_URL)).endswith("favicon.svg")
