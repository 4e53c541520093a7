"""Markdown: another reader finds the same structure before and after, and all that is text was translated."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from core.documents import markdown_inline
from core.documents.document import Languages
from core.documents.inline import Code
from core.documents.reading import read_document
from tests.core.documents.shuffled import shuffled

READER = MarkdownIt("commonmark").enable("table").enable("strikethrough")
MD = Path("x.md")
DOCUMENT = """---
title: Left "as is"
tags: [a, b]
---

# Title with `code` and *emphasis*

Setext heading
==============

Another heading
---

A paragraph with **bold words**, *slanted*, ***both***, ~~gone~~, `code span`,
[a link](https://e.org/a_(b) "title here"), ![an image](pic.png "its title"), <https://auto.link>,
a [reference][ref], a [collapsed][], a [shortcut], footnote[^1] and
a line with a hard break  
after it, another\\
after that. Escaped \\*stars\\* and \\[brackets\\]. HTML <b>inline</b> &amp; &copy; entities.
snake_case_word and 2 * 3 * 4.

> A quote of two
> lines, with **bold**.
>
> > A nested one.
>
> - list in quote

- item one
  continued here
- item two

  second paragraph of two

      code in the list
- [ ] a task
- [x] done task
  1. nested ordered
  2. another one
     - deeper still
       with continuation

3. starts at three
4. four

* star list
+ plus list

| left | centre | right |
|:-----|:------:|------:|
| some `a|b` | **bold cell** | 12 |
| escaped \\| pipe | [link](u) | x |

```python
def left(): pass  # left
```

~~~
tilde fence
~~~

    indented code

<div class="x">
left html *block*
</div>

<!-- a comment
with lines -->

***

[ref]: https://example.org "Reference title"
[collapsed]: <https://e.org/b>
[shortcut]: /c
[^1]: A footnote text here.

Term text
: not a definition list

Line one of a paragraph that is
wrapped over lines
and ends.

1) paren list
2) second

Last paragraph, with price $5 and $10 and math $x^2 + y$ ok.
Text with trailing html<br>break and https://bare.url/x?y=1.
"""


def outline(text: str) -> list:
    """Every block with its place, and in a text all but words; of code and HTML what it is."""
    found = []
    for token in READER.parse(text):
        if token.type == "inline":
            found.append(Counter(
                (part.type, part.tag, str(sorted(part.attrs.items())),
                 part.content if part.type in ("code_inline", "html_inline") else "")
                for part in token.children if part.type not in ("text", "softbreak", "text_special")))
        else:
            is_left = token.type in ("fence", "code_block", "html_block")
            found.append((token.type, token.tag, token.level, token.markup, token.info, str(token.attrs),
                          token.content if is_left else ""))
    return found


def written(text: str, seed: int, language: str = "de") -> str:
    document = read_document(MD, text.encode(), Languages("en", language))
    return document.render({index: shuffled(unit, seed, language) for index, unit in enumerate(document.units)
                            if unit.has_words}).decode()


@pytest.mark.parametrize("seed", range(5))
def test_the_structure_stays(seed):
    assert outline(written(DOCUMENT, seed)) == outline(DOCUMENT)


def test_what_is_left_and_what_is_said():
    document = read_document(MD, DOCUMENT.encode(), Languages("en", "de"))
    text = " ".join(unit.text for unit in document.units)
    assert "left" not in text.replace("left centre", "")  # heads of a table
    for words in ("Setext heading", "A quote of two lines, with bold.", "a shortcut", "an image",
                  "list in quote", "A footnote text here.", "second paragraph of two",
                  "deeper still with continuation"):
        assert words in text
    line = DOCUMENT.split("\n").index('<div class="x">') + 1
    assert document.notes == [f"text in blocks of HTML was left as it is: line {line}"]


PIECES = st.sampled_from([
    "one", "two three,", "(four)", "“five.”", "*six*", "**seven eight.**", "__nine__", "_ten_",
    "~~gone~~", "`code *x*`", "[a link](u_v_w)", "[`code`](u)", "[![a](b.png)](c)", "![alt](d.png)",
    "[to it][ref]", "[ref]", "[Ref][]", "***both***", "<b>bold</b>", "\\*", "2 * 3", "a_b_c", "$5", "$x_1^2$",
    "https://a.b/c_d_e", "**“quoted”**", "*[in](v)*", "**`code`**"])


@settings(max_examples=150)
@given(st.lists(PIECES, min_size=1, max_size=8), st.integers(0, 99), st.sampled_from(["de", "zh"]))
def test_none_lost_none_added(pieces, seed, language):
    text = f"word {' '.join(pieces)} end\n\n[ref]: https://e.org\n"
    assert outline(written(text, seed, language)) == outline(text)


@pytest.mark.parametrize(("source", "target", "made"), [
    ("**a.** b", "甲。乙", "**甲**。乙"),  # no end of emphasis before a letter
    ("a **“b”**", "甲“乙”", "甲“**乙**”"),
    ("a _b_ c", "甲乙丙", "甲*乙*丙"),
])
def test_emphasis_in_chinese(source, target, made):
    inline = markdown_inline.read(source)
    codes = [part for part in inline if isinstance(part, Code)]
    cut = {"甲。乙": ("", "甲。", "乙"), "甲“乙”": ("甲", "“乙”", ""), "甲乙丙": ("甲", "乙", "丙")}[target]
    assert markdown_inline.write((cut[0], codes[0], cut[1], codes[1], cut[2])) == made


@pytest.mark.parametrize(("source", "target", "made"), [
    ("one\n", "- two", "\\- two\n"), ("one\n", "1. two", "1\\. two\n"), ("one\n", "# two", "\\# two\n"),
    ("one\n", "> two", "\\> two\n"), ("one\n", "-two", "-two\n"),
    ("| a |\n|---|\n| b |\n", "c|d", "| c\\|d |\n|---|\n| b |\n"),
])
def test_a_translation_begins_no_block(source, target, made):
    document = read_document(MD, source.encode(), Languages("en", "de"))
    assert document.render({0: (target,)}).decode() == made


@pytest.mark.parametrize(("text", "units"), [
    ("1. item\n\n    its paragraph\n\n        left\n", ["item", "its paragraph"]),
    ("text\n\n    left\n", ["text"]),
    ("<!-- left\n\nleft -->\ntext\n", ["text"]),
    ("<script>\nleft\n\nleft\n</script>\ntext\n", ["text"]),
    ("+++\nleft = 1\n+++\ntext\n", ["text"]),
    ("$$\nleft\n$$\ntext\n", ["text"]),
    ("::: tip\ntext\n:::\n", ["text"]),
    ("!!! note left\n    text\n\n    more\n", ["text", "more"]),
    ("- ```\n  left\n  ```\n- text\n", ["text"]),
])
def test_what_is_text(text, units):
    document = read_document(MD, text.encode(), Languages("en", "de"))
    assert [unit.text for unit in document.units] == units
