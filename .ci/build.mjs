// Builds static/build from static/src, static/js and the front-end packages.
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compile } from "sass";

const root = fileURLToPath(new URL("..", import.meta.url));
const packages = join(root, "node_modules");
const out = join(root, "static", "build");

// Emptied rather than removed: the folder itself may be a link.
mkdirSync(out, { recursive: true });
for (const name of readdirSync(out)) rmSync(join(out, name), { recursive: true });
mkdirSync(join(out, "fonts"));

for (const sheet of readdirSync(join(root, "static", "src"))) {
  if (sheet.startsWith("_") || !sheet.endsWith(".scss")) continue;
  const { css } = compile(join(root, "static", "src", sheet), {
    style: "compressed",
    loadPaths: [packages],
    quietDeps: true,
  });
  writeFileSync(join(out, sheet.replace(/\.scss$/, ".css")), css);
}

// The woff2 of the weights in use, in the two alphabets that English, Welsh and names need.
const fonts = join(packages, "@fontsource", "public-sans", "files");
for (const face of ["400-normal", "400-italic", "600-normal", "700-normal"]) {
  for (const subset of ["latin", "latin-ext"]) {
    const name = `public-sans-${subset}-${face}.woff2`;
    cpSync(join(fonts, name), join(out, "fonts", name));
  }
}

// On paper a letter without a font is an error: what Public Sans lacks comes from Noto
// (reports/fonts.py says which letters; only documents that need one load it).
const fallbacks = {
  "noto-sans": ["cyrillic", "cyrillic-ext", "devanagari", "greek", "greek-ext", "vietnamese"],
  "noto-sans-arabic": ["arabic"],
  "noto-sans-bengali": ["bengali"],
  "noto-sans-gurmukhi": ["gurmukhi"],
  "noto-sans-math": ["latin"],
  "noto-sans-symbols": ["symbols"],
  "noto-sans-symbols-2": ["symbols"],
};
for (const [family, subsets] of Object.entries(fallbacks)) {
  for (const subset of subsets) {
    const name = `${family}-${subset}-400-normal.woff2`;
    cpSync(join(packages, "@fontsource", family, "files", name), join(out, "fonts", name));
  }
}

const scripts = [
  join(packages, "govuk-frontend", "dist", "govuk", "govuk-frontend.min.js"),
  join(packages, "htmx.org", "dist", "htmx.min.js"),
  ...readdirSync(join(root, "static", "js")).map((name) => join(root, "static", "js", name)),
];
for (const script of scripts) {
  // Manifest storage would look for the source map that such a line names.
  const text = readFileSync(script, "utf8").replace(/\/\/# sourceMappingURL=.*$/gm, "");
  writeFileSync(join(out, basename(script)), text);
}
