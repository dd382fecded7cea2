"""An appendix of very many proposals as a file for its front and one for each proposal, with links between them."""

from __future__ import annotations

from dataclasses import replace

from . import blocks as b

FRONT = "Oversigt.pdf"


def apart(tree: b.Tree) -> list[tuple[str, b.Tree]]:
    """Name and tree of each file: the front, whose contents names the others, then a proposal each."""
    front, *proposals = tree.parts
    names = _names(proposals)
    titles = [_title(part) for part in proposals]
    files = {f"#{anchor}": name for part, name in zip(proposals, names, strict=True) if (anchor := _anchor(part))}
    contents = b.Bullets(
        tuple((b.Paragraph((b.Link(name, (b.Text(title),)),)),) for title, name in zip(titles, names, strict=True))
    )
    blocks = tuple(contents if isinstance(block, b.Contents) else _leading(block, files) for block in front.blocks)
    first = replace(tree, parts=(replace(front, blocks=blocks),))
    each = [
        replace(tree, title=f"{title}. {tree.title}", parts=(part,), logo=None, attachment=None)
        for title, part in zip(titles, proposals, strict=True)
    ]
    return [(FRONT, first), *zip(names, each, strict=True)]


def _names(proposals: list[b.Part]) -> list[str]:
    """The number of the proposal, or its place where it has none; a number from elsewhere may hold any sign."""
    return [
        f"{part.label if part.label.isalnum() else f'Forslag {place}'}.pdf"
        for place, part in enumerate(proposals, start=1)
    ]


def _heading(part: b.Part) -> b.Heading | None:
    return next((one for one in part.blocks if isinstance(one, b.Heading) and one.kind == "proposal"), None)


def _title(part: b.Part) -> str:
    heading = _heading(part)
    return heading.full if heading else part.label


def _anchor(part: b.Part) -> str:
    heading = _heading(part)
    return heading.anchor if heading else ""


def _leading(block: b.Block, files: dict[str, str]) -> b.Block:
    """A table whose links lead to the proposals' files."""
    if not isinstance(block, b.Table):
        return block
    rows = (
        replace(row, cells=tuple(replace(cell, content=_inlines(cell.content, files)) if isinstance(cell, b.TextCell)
                                 else cell for cell in row.cells))
        for row in block.body
    )  # fmt: skip
    return replace(block, body=tuple(rows))


def _inlines(content: b.Inlines, files: dict[str, str]) -> b.Inlines:
    return tuple(
        replace(item, href=files.get(item.href, item.href)) if isinstance(item, b.Link) else item for item in content
    )
