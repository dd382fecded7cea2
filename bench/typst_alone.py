"""What is compared with: typst sets our template with the same data, fonts and standards, and nothing else is done."""

import json
import sys

import typst

order = json.load(sys.stdin.buffer)
typst.compile(
    order["template"],
    output=order["output"],
    font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[order["fonts"]]),
    sys_inputs={"tree": order["tree"]},
    pdf_standards=["ua-1", "a-2a"],
    timestamp=order["date"],
    format="pdf",
)
