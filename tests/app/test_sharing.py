"""What of a page is written for machines cannot break out of the page."""

import json

from app.core.sharing import linked_data


def test_no_text_ends_the_element_that_it_stands_in():
    data = linked_data({"@type": "Product", "name": "</script><script>alert(1)</script><!--"})

    assert "<" not in data
    assert json.loads(data)["@graph"][0]["name"] == "</script><script>alert(1)</script><!--"
