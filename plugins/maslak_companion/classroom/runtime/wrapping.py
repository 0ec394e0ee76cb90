"""The element around a block's view, without any inline script.

XBlock's own wrapper prints init arguments unescaped inside a script element, where `</script>` in a learner's or author's text
breaks out. Here they stand in an attribute, escaped like any other text, and a static script reads them.
"""

from __future__ import annotations

import json

from markupsafe import Markup
from web_fragments.fragment import Fragment
from xblock.core import XBlock

from maslak_companion.classroom.errors import InlineResourceError


def wrap_block(block: XBlock, view: str, frag: Fragment, handler_url: str) -> Fragment:
    """Return the view in an element that says which block it is and how its script starts; raises `InlineResourceError`."""
    if any(resource.kind != "url" for resource in frag.resources):
        raise InlineResourceError("the block brings scripts or styles inline", block_type=str(block.scope_ids.block_type))
    data = {
        "usage": str(block.scope_ids.usage_id),
        "block-type": str(block.scope_ids.block_type),
        "handler-url": handler_url,
    }
    if frag.js_init_fn:
        data |= {"init": frag.js_init_fn, "runtime-version": str(frag.js_init_version)}
        if frag.json_init_args is not None:
            data["init-args"] = json.dumps(frag.json_init_args, ensure_ascii=False)
    attributes = Markup("").join(Markup(' data-{}="{}"').format(name, value) for name, value in data.items())
    wrapped = Fragment()
    # The body is the block's own markup: the block sanitised it, and everything around it is escaped here.
    wrapped.add_content(f'<div class="xblock xblock-{view}"{attributes}>{frag.body_html()}</div>')
    wrapped.add_fragment_resources(frag)
    return wrapped
