// Builds the front-end files from the packages of the lock file into the directory named as first argument. Run by maslak_web.build_assets.
import { mkdir, readFile, writeFile, copyFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { convert } from "fontverter";
import rtlcss from "rtlcss";
import * as sass from "sass";
import subsetFont from "subset-font";

const out = resolve(process.argv[2]);
const modules = resolve("node_modules");

// What Arabic as written in Morocco needs (with the letters of its loanwords), and Western European letters with typographic signs.
const range = (from, to) => String.fromCodePoint(...Array.from({ length: to - from + 1 }, (_, i) => from + i));
const ARABIC = range(0x60c, 0x60c) + "؛؟" + range(0x621, 0x63a) + range(0x640, 0x652) + range(0x660, 0x66c) + "ٰٱپچڤڭگڥ" + "\u200c\u200d\u200e\u200f";
const LATIN = range(0x20, 0x7e) + range(0xa0, 0xff) + "ŒœŸ‘’“”‚„†•…‰‹›–—\u202f\u2009\u2011€™←→↑↓−×≤≥≠≈✓";
// The pages use no small capitals, no fractions, no other forms of letters: they weigh as much as a picture. Arabic keeps every form.
const LATIN_FEATURES = ["ccmp", "kern", "liga", "lnum", "locl", "mark", "mkmk", "tnum"];

const FONTS = [
  ["ibm-plex-sans-arabic", "arabic", 400, ARABIC],
  ["ibm-plex-sans-arabic", "arabic", 600, ARABIC],
  ["ibm-plex-sans", "latin", 400, LATIN],
  ["ibm-plex-sans", "latin", 600, LATIN],
  ["ibm-plex-mono", "latin", 400, LATIN],
];

// What is printed: whole fonts, in the one format that the typesetter reads. Two directories, each with a family and a weight once,
// for within a directory the typesetter would take whichever file the disk names first.
const PRINT_FONTS = [
  ["print", "ibm-plex-sans-arabic", "arabic", [400, 600]],
  ["print", "ibm-plex-sans", "latin", [400, 600]],
  ["print", "ibm-plex-mono", "latin", [400]],
  ["print_extended", "ibm-plex-sans", "latin-ext", [400, 600]],
];

async function buildStyles() {
  const options = { loadPaths: [join(modules, "bootstrap/scss")], style: "compressed", charset: false, quietDeps: true, logger: sass.Logger.silent };
  const { css } = sass.compile("bootstrap.scss", options);
  await writeFile(join(out, "bootstrap.css"), css);
  await writeFile(join(out, "bootstrap.rtl.css"), rtlcss.process(css, { clean: true }));
}

async function buildFonts() {
  for (const [family, subset, weight, text] of FONTS) {
    const source = await readFile(join(modules, "@fontsource", family, "files", `${family}-${subset}-${weight}-normal.woff2`));
    const features = subset === "latin" ? { keepFeatures: LATIN_FEATURES } : {};
    const font = await subsetFont(source, text, { targetFormat: "woff2", ...features });
    await writeFile(join(out, `${family}-${subset}-${weight}.woff2`), font);
  }
}

async function buildPrintFonts() {
  for (const [directory, family, subset, weights] of PRINT_FONTS) {
    await mkdir(join(out, directory), { recursive: true });
    for (const weight of weights) {
      const source = await readFile(join(modules, "@fontsource", family, "files", `${family}-${subset}-${weight}-normal.woff2`));
      await writeFile(join(out, directory, `${family}-${subset}-${weight}.ttf`), await convert(source, "truetype"));
    }
  }
}

await mkdir(join(out, "licences"), { recursive: true });
await buildStyles();
await buildFonts();
await buildPrintFonts();
await copyFile(join(modules, "htmx.org/dist/htmx.min.js"), join(out, "htmx.js"));
for (const name of ["bootstrap", "htmx.org", "@fontsource/ibm-plex-sans", "@fontsource/ibm-plex-sans-arabic", "@fontsource/ibm-plex-mono"]) {
  await copyFile(join(modules, name, "LICENSE"), join(out, "licences", `${name.replace("@fontsource/", "")}.txt`));
}
