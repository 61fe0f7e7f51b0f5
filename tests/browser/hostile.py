"""Three hundred hostile strings: what breaks out of text, attributes, templates and addresses, in many disguises."""

from __future__ import annotations

import itertools

ACTS = (
    "<script>{act}</script>",
    "<img src=x onerror={act}>",
    "<svg onload={act}>",
    "<svg><script>{act}</script></svg>",
    "<iframe srcdoc='<script>{act}</script>'>",
    "<body onload={act}>",
    "<details open ontoggle={act}>",
    "<input autofocus onfocus={act}>",
    "<a href=javascript:{act}>x</a>",
    "<math><mtext><table><mglyph><style><img src=x onerror={act}>",
    "<video><source onerror={act}>",
    "<object data='javascript:{act}'>",
    "<link rel=stylesheet href=http://127.0.0.1:9/x>",
    "<meta http-equiv=refresh content='0;url=javascript:{act}'>",
    "<form action=javascript:{act}><button>x</button></form>",
    "<base href=http://127.0.0.1:9/>",
    "<style>@import 'http://127.0.0.1:9/x';</style>",
    "javascript:{act}",
    "{{{{ self.__init__.__globals__ }}}} {{% include 'x' %}}",
    "<img src=http://127.0.0.1:9/x>",
)
FRAMES = (
    "{it}",
    '">{it}',
    "'>{it}",
    "</textarea>{it}",
    "</title></style></script>{it}",
    "--><!--{it}",
    "</dd></dl></main>{it}",
    "\u202e{it}\u2066",
    "<!--{it}-->",
    "]]>{it}",
    "\ufeff{it}\u200b",
    "x' onmouseover='{it}",
    "`{it}`",
    "%3Cscript%3E{it}",
    "&lt;b&gt;{it}",
)
ACT = "document.title='broken'"


def strings() -> list[str]:
    """The strings, at most 200 characters each."""
    return [frame.format(it=act.format(act=ACT)) for act, frame in itertools.product(ACTS, FRAMES)]
