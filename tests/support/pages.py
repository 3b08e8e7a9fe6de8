"""A page as its reader meets it: its words, its links, and its form as a browser would send it."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import parse_qs, unquote, urlsplit

from httpx import Response

VOID = frozenset(("area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"))


class Node:
    """An element."""

    def __init__(self, tag: str, attributes: dict[str, str], parent: Node | None) -> None:
        self.tag = tag
        self.attributes = attributes
        self.parent = parent
        self.children: list[Node | str] = []

    def __getitem__(self, name: str) -> str:
        return self.attributes.get(name, "")

    @property
    def words(self) -> str:
        """All text in it, as one line."""
        return " ".join("".join(self.texts()).split())

    def texts(self) -> Iterator[str]:
        """All text in it, piece by piece, with its spaces as they are."""
        for child in self.children:
            if isinstance(child, str):
                yield child
            else:
                yield from child.texts()

    def all(self, *tags: str, **attributes: str) -> list[Node]:
        """Every element below with one of these tags (any without) and these attributes."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            node
            for node in self._below()
            if (not tags or node.tag in tags) and all(node[name] == value for name, value in wanted.items())
        ]

    def _below(self) -> Iterator[Node]:
        ahead = self.children[::-1]
        while ahead:
            child = ahead.pop()
            if isinstance(child, Node):
                yield child
                ahead += child.children[::-1]


class Page(Node):
    """The HTML of an answer: a page, or some blocks of one."""

    def __init__(self, answer: Response) -> None:
        super().__init__("", {}, None)
        self.status_code = answer.status_code
        self.address = answer.request.url.raw_path.decode()
        _Builder(self).feed(answer.text)

    @property
    def ids(self) -> set[str]:
        return {node["id"] for node in self.all() if node["id"]}

    def part(self, name: str) -> Node:
        """The element of that id, out of the wrapper in which it may come."""
        (found,) = (node for node in self.all(id=name) if node.tag != "hx-partial")
        return found

    def put_over(self, shown: Page) -> Page:
        """The blocks in a browser that shows another page: what is marked as the same stays as it is there."""
        for mark in [node for node in self.all() if "data-same" in node.attributes]:
            assert mark.parent is not None
            if mark["class"] == "tile-pic":
                (beside,) = (node["id"] for node in mark.parent.all("input", "select"))
                label = shown.part(beside).parent
                (same,) = label.all("span", class_="tile-pic") if label is not None else ()
            else:
                (name,) = (node["id"] for node in (mark, *mark.all()) if node["id"])
                same = _around(shown.part(name), mark.tag)
            mark.parent.children[mark.parent.children.index(mark)] = same
        return self

    @property
    def notices(self) -> str:
        return self.part("notices").words

    @property
    def status(self) -> str:
        """What a screen reader says after a change."""
        (found,) = self.all(role="status")
        return found.words

    def link(self, words: str) -> str:
        """Where the link with these words leads."""
        (found,) = {node["href"] for node in self.all("a") if words in node.words}
        return found

    def field(self, name: str, value: str = "") -> Node:
        """A field of the form; of several with one name the one of that value."""
        fields = [f for f in self.all("input", "select", "textarea", name=name) if not value or f["value"] == value]
        assert len(fields) == 1, f"{len(fields)} fields {name} {value}"
        return fields[0]

    def description(self, name: str, value: str = "") -> str:
        """What is said of a field besides its label."""
        return " ".join(self.part(each).words for each in self.field(name, value)["aria-describedby"].split())

    def button(self, words: str) -> Node:
        """The button with these words."""
        (found,) = (button for button in self.all("button") if words in button.words)
        return found

    @property
    def builder(self) -> Node:
        """The configurator's form."""
        (form,) = (form for form in self.all("form") if form.all(name="c"))
        return form

    @property
    def form(self) -> dict[str, str]:
        """What the configurator's form would send as it stands."""
        return fields_of(self.builder)


class _Builder(HTMLParser):
    def __init__(self, root: Node) -> None:
        super().__init__(convert_charrefs=True)
        self._at = root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs}, self._at)
        self._at.children.append(node)
        if tag not in VOID:
            self._at = node

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._at.children.append(Node(tag, {name: value or "" for name, value in attrs}, self._at))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self._at.tag == tag, f"</{tag}> closes <{self._at.tag}>"
            assert self._at.parent is not None
            self._at = self._at.parent

    def handle_data(self, data: str) -> None:
        self._at.children.append(data)


def _around(node: Node, tag: str) -> Node:
    """The next element of that tag, from the node outwards."""
    found: Node | None = node
    while found is not None and found.tag != tag:
        found = found.parent
    assert found is not None, f"what is marked by {node['id']} is not shown"
    return found


def form_around(node: Node) -> Node:
    """The form in which an element stands."""
    while node.tag != "form":
        assert node.parent is not None, "it stands in no form"
        node = node.parent
    return node


def fields_of(form: Node) -> dict[str, str]:
    """What a form would send as it stands."""
    return dict(pair for field in form.all("input", "select", "textarea") for pair in _sent(field))


def _sent(field: Node) -> Iterator[tuple[str, str]]:
    if not field["name"] or "disabled" in field.attributes:
        return
    if field.tag == "select":
        options = field.all("option")
        chosen = next((option for option in options if "selected" in option.attributes), options[0])
        yield field["name"], chosen["value"] or chosen.words
    elif field["type"] not in ("radio", "checkbox") or "checked" in field.attributes:
        yield field["name"], field["value"] if "value" in field.attributes else "on"


def told_by(address: str) -> str:
    """All that an address says, less where any digits may stand by chance: the port of its host, and the version."""
    parts, fields = urlsplit(address), query(address)
    fields.pop("v", None)
    return f"{unquote(parts.path)} {fields} {unquote(parts.fragment)}"


def query(address: str) -> dict[str, str]:
    """The query of an address."""
    return {name: values[-1] for name, values in parse_qs(urlsplit(address).query, keep_blank_values=True).items()}
