// Bundle the packages of package.json, and write beside the bundles what is in them and under which licences.
//   node bundle.mjs FOLDER   (run where the packages are installed)
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const BUNDLES = ["preact", "codemirror"];
const out = process.argv[2];

/** A package as its own package.json tells it. */
function read(name) {
  const folder = join("node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (!file) throw new Error(`${name} ${version} comes without a licence file: look for it before bundling it`);
  return { name, version, license, text: readFileSync(join(folder, file), "utf8").trim() };
}

/** The packages that a bundle was made of, by name. */
function packages(metafile) {
  const names = Object.keys(metafile.inputs).map((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]);
  return [...new Set(names.filter(Boolean))].sort().map(read);
}

async function bundle(name) {
  const { outputFiles, metafile } = await build({
    entryPoints: [`${name}.js`],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    legalComments: "none",
    metafile: true,
    write: false,
    charset: "utf8",
    banner: { js: `// Made by make vendor. What is in it: manifest.json; licences: LICENSES.txt.` },
  });
  const code = outputFiles[0].contents;
  writeFileSync(join(out, `${name}.js`), code);
  return { code, of: packages(metafile) };
}

const manifest = {};
const all = new Map();
for (const name of BUNDLES) {
  const { code, of } = await bundle(name);
  manifest[`${name}.js`] = {
    sha256: createHash("sha256").update(code).digest("hex"),
    packages: Object.fromEntries(of.map(({ name, version, license }) => [name, { version, license }])),
  };
  for (const each of of) all.set(each.name, each);
}
writeFileSync(join(out, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");

const licences = [...all.values()].sort((a, b) => (a.name < b.name ? -1 : 1)).map(
  ({ name, version, license, text }) => `${"=".repeat(78)}\n${name} ${version} (${license})\n${"=".repeat(78)}\n\n${text}\n`,
);
writeFileSync(join(out, "LICENSES.txt"), `The bundles in this folder are made of these packages.\n\n${licences.join("\n")}`);
