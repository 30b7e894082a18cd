"""What is looked at on every page, whatever it shows."""

from .axe import violations

PHONE, DESK = {"width": 360, "height": 780}, {"width": 1280, "height": 900}

# What must hold for any page, told as sentences; [] where it does.
CHECKS = """() => {
  const found = [];
  const headings = [...document.querySelectorAll("h1")].map(h1 => h1.textContent.trim());
  if (headings.length !== 1) found.push(`${headings.length} h1: ${headings}`);
  else if (document.title !== headings[0] && !document.title.startsWith(`${headings[0]} – `))
    found.push(`the title "${document.title}" does not begin with the h1 "${headings[0]}"`);
  for (const element of document.querySelectorAll("*")) {
    if (element.tagName === "STYLE" || (element.tagName === "SCRIPT" && !element.src))
      found.push(`an inline ${element.tagName.toLowerCase()}`);
    for (const {name} of element.attributes)
      if (name === "style" || name.startsWith("on"))
        found.push(`${name}= on ${element.outerHTML.slice(0, 100)}`);
  }
  return found;
}"""
OVERFLOW = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const wide = [...document.querySelectorAll("main *, header *, footer *")]
    .filter(element => element.getBoundingClientRect().right > width + 1)
    .map(element => element.outerHTML.slice(0, 90));
  return [`wider than ${width} px: ${wide.slice(-2)}`];
}"""


def problems_of(page, complaints, *, size, axe):
    """What is wrong with the page as it stands, at this size; axe judges it only where asked."""
    page.set_viewport_size(size)
    if size == PHONE:
        page.wait_for_function(
            "() => !document.querySelector('.app-table--cards:not(.app-table--stacked)')"
        )
    page.evaluate("document.querySelectorAll('details').forEach(box => { box.open = true; })")
    found = [*page.evaluate(CHECKS), *page.evaluate(OVERFLOW), *complaints]
    if axe:
        found += violations(page)
    complaints.clear()
    return [f"{page.url} at {size['width']}: {problem}" for problem in found]
