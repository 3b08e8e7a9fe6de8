"""The picture of a saved spec: for whoever has its code, and without anything of its owner's."""

from tests.support.apps import SHOP
from tests.support.visitors import Visitor


async def test_her_helper_sees_what_she_saved(spec: str, helper: Visitor):
    drawn, preview = [await helper.client.get(f"/en{spec}/picture.{form}") for form in ("svg", "png")]

    assert "Diamond, steel, split stay" in drawn.text
    assert drawn.headers["cache-control"] == "public, no-cache"
    assert preview.content.startswith(b"\x89PNG")


async def test_but_not_her_words(spec: str, owner: Visitor, helper: Visitor):
    for visitor in (owner, helper):
        assert "Annabella" not in (await visitor.client.get(f"{spec}/picture.svg")).text


async def test_search_engines_leave_it_alone(spec: str, helper: Visitor):
    assert (await helper.client.get(f"{spec}/picture.svg")).headers["x-robots-tag"] == "noindex"


async def test_an_older_revision_has_its_own(spec: str, owner: Visitor, helper: Visitor):
    page = await owner.go_on(await owner.press(await owner.open(spec), "Change this spec"))
    page = await owner.change(page, colour="colour.fjord")
    await owner.press(page, "Save the change")
    newest, first = [(await helper.client.get(f"{spec}/picture.svg{q}")).text for q in ("", "?revision=1")]

    assert newest != first
    assert newest == (await helper.client.get(f"{spec}/picture.svg?revision=2")).text


async def test_what_there_is_not_is_a_404(spec: str, owner: Visitor, helper: Visitor):
    await helper.open("/specs/0000-0000-000/picture.svg", 404)
    await helper.open(f"{spec}/picture.svg?revision=9", 404)
    await helper.open(f"{spec}/picture.gif", 404)
    await owner.press(await owner.open(spec), "Delete")
    await helper.open(f"{spec}/picture.svg", 404)
    await owner.open(f"{spec}/picture.svg", 404)


async def test_messengers_show_it_and_search_engines_do_not_list_it(spec: str, helper: Visitor):
    page = await helper.open(f"/ru{spec}")
    said = {meta["property"]: meta["content"] for meta in page.all("meta") if meta["property"]}
    preview = await helper.client.get(said["og:image"])

    assert said["og:url"] == f"{SHOP}/ru{spec}"
    assert said["og:image"] == f"{SHOP}/ru{spec}/picture.png"
    assert preview.headers["content-type"] == "image/png"
    assert [meta["content"] for meta in page.all("meta", name="robots")] == ["noindex"]
    assert not page.all("link", rel="canonical")
    assert not page.all("script", type="application/ld+json")


async def test_nothing_of_its_owner_is_told_to_them(spec: str, owner: Visitor, helper: Visitor):
    await owner.press(await owner.open(spec), "Save the name", name="For Annabella's birthday")
    (head,) = (await helper.open(spec)).all("head")

    assert not [meta for meta in head.all("meta") if "Annabella" in meta["content"]]
    assert "Annabella" not in head.words
