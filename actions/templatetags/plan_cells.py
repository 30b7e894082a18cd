"""`{% cells keys %}{% cell "ref" %}…{% cell "action" %}…{% endcells %}`: the cells of a row in the
order of a plan's own columns.

The same could be said with `{% for %}` and `{% if key == … %}`, at four times the price: which
part belongs to which column is found once, when the template is compiled.
"""

from django import template

register = template.Library()


class CellsNode(template.Node):
    child_nodelists = ()

    def __init__(self, keys, parts: dict):
        self.keys, self.parts = keys, parts

    def render(self, context):
        return "".join(self.parts[key].render(context) for key in self.keys.resolve(context))


@register.tag
def cells(parser, token):
    """keys: a list of column keys; a key without its `{% cell %}` is an error."""
    _, keys = token.split_contents()
    parser.parse(("cell",))  # what stands before the first cell is white space
    parts = {}
    following = parser.next_token()
    while following.contents != "endcells":
        _, key = following.split_contents()
        parts[key.strip('"')] = parser.parse(("cell", "endcells"))
        following = parser.next_token()
    return CellsNode(parser.compile_filter(keys), parts)
