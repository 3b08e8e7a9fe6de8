import pytest

from app.core.settings import Settings, SettingsError


def refusals(**environ: str) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as refusal:
        Settings.from_env({f"ATELIER_{name}": value for name, value in environ.items()})
    return refusal.value.problems


def test_an_empty_environment_opens_a_small_shop_on_this_machine():
    settings = Settings.from_env({})

    assert settings.base_url == "http://127.0.0.1:8000"
    assert settings.database_url == "sqlite+aiosqlite:///data/atelier.sqlite3"
    assert settings.loopback
    assert not settings.secure
    assert not settings.demo


def test_the_port_stands_in_the_base_url():
    assert Settings.from_env({"ATELIER_PORT": "9000"}).base_url == "http://127.0.0.1:9000"


def test_who_listens_everywhere_is_still_visited_at_an_address():
    assert Settings.from_env({"ATELIER_HOST": "0.0.0.0"}).base_url == "http://127.0.0.1:8000"


def test_an_ipv6_address_is_put_in_brackets():
    assert Settings.from_env({"ATELIER_HOST": "::1"}).base_url == "http://[::1]:8000"


def test_the_base_url_is_told_to_be_https_and_loses_its_last_slash():
    settings = Settings.from_env({"ATELIER_BASE_URL": "https://Shop.example/"})

    assert settings.base_url == "https://shop.example"
    assert settings.secure


@pytest.mark.parametrize(
    "written", ["https://Maker.example http://localhost:8080/", "https://maker.example,http://localhost:8080"]
)
def test_sites_that_may_embed_the_configurator_are_named_by_their_addresses(written: str):
    settings = Settings.from_env({"ATELIER_EMBED_HOSTS": written})

    assert settings.embed_hosts == ("https://maker.example", "http://localhost:8080")


@pytest.mark.parametrize("address", ["postgresql://u:p%40ss@db/shop", "postgres://u:p%40ss@db/shop"])
def test_postgresql_is_named_the_usual_way(address: str):
    assert Settings.from_env({"ATELIER_DATABASE_URL": address}).database_url == (
        "postgresql+asyncpg://u:p%40ss@db/shop"
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("EMBED_HOSTS", "maker.example"),
        ("EMBED_HOSTS", "https://maker.example/shop"),
        ("EMBED_HOSTS", "https://maker.example https://*"),
        ("EMBED_HOSTS", "https://maker.example;script-src"),
        ("EMBED_HOSTS", "'self'"),
        ("EMBED_HOSTS", "*"),
        ("PORT", "http"),
        ("PORT", "0"),
        ("PORT", "70000"),
        ("PORT", "٣"),
        ("HOST", "http://shop"),
        ("BASE_URL", "shop.example"),
        ("BASE_URL", "https://shop.example/path"),
        ("BASE_URL", "https://user@shop.example"),
        ("BASE_URL", "https://shop.example:port"),
        ("BASE_URL", "ftp://shop.example"),
        ("FEED_URL", "events.example"),
        ("FEED_URL", "https://events.example/v1"),
        ("DATABASE_URL", "mysql://u:p@db/shop"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "nonsense"),
        ("DATA", "/dev/null"),
        ("DEMO", "perhaps"),
        ("DEFAULT_LOCALE", "tlh"),
        ("LOG_LEVEL", "loud"),
    ],
)
def test_nonsense_is_refused_by_its_name(name: str, value: str):
    assert [problem.split()[0] for problem in refusals(**{name: value})] == [f"ATELIER_{name}"]


def test_a_profile_system_is_told_by_its_address_and_the_key_for_it():
    settings = Settings.from_env({"ATELIER_FEED_URL": "https://Events.example/", "ATELIER_FEED_KEY": "secret"})

    assert (settings.feed_url, settings.feed_key) == ("https://events.example", "secret")
    assert "secret" not in repr(settings)


def test_a_profile_system_without_a_key_is_refused():
    (problem,) = refusals(FEED_URL="https://events.example")

    assert problem.startswith("ATELIER_FEED_KEY is needed")


def test_without_one_there_is_no_profile_system():
    assert Settings.from_env({}).feed_url == ""


def test_all_nonsense_is_told_at_once():
    assert len(refusals(PORT="x", DEMO="x", LOG_LEVEL="x")) == 3


def test_a_misspelt_name_is_refused():
    (problem,) = refusals(BASEURL="https://shop.example")

    assert problem.startswith("ATELIER_BASEURL is not a setting")


def test_a_refusal_and_a_printed_setting_never_show_the_password():
    assert "secret" not in str(refusals(DATABASE_URL="mysql://u:secret@db/shop"))
    assert "secret" not in repr(Settings.from_env({"ATELIER_DATABASE_URL": "postgresql://u:secret@db/shop"}))


def test_what_the_documentation_lists_is_what_is_read():
    import app.core.settings as module

    documented = {word.strip("`") for word in (module.__doc__ or "").split() if word.startswith("``ATELIER_")}
    (problem,) = refusals(UNKNOWN="1")
    read = set(problem.partition("known are ")[2].split(", "))
    assert documented - {"ATELIER_"} == read
