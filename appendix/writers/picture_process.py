"""The process that draws pictures: SVGs as JSON on stdin, PNGs as base64 in JSON on stdout.

Run by its path in an isolated interpreter, with the folder of the fonts and the most memory it may take; it
imports nothing of the program.
"""

import base64
import json
import resource
import sys

import typst

PIXELS_PER_INCH = 216
PAGES = b"""
#set page(width: auto, height: auto, margin: 0pt)
#json(bytes(sys.inputs.drawings)).map(drawing => image(bytes(drawing), format: "svg")).join(pagebreak())
"""


def main() -> int:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[sys.argv[1]])
    drawings = sys.stdin.read()
    memory = int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    try:
        made = typst.compile(
            PAGES, font_paths=fonts, sys_inputs={"drawings": drawings}, format="png", ppi=PIXELS_PER_INCH
        )
    except (typst.TypstError, MemoryError) as error:
        print(" ".join(str(error).split()) or "hukommelsen slap op", file=sys.stderr)
        return 1
    pages = made if isinstance(made, list) else [made]
    json.dump([base64.b64encode(page).decode() for page in pages], sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
