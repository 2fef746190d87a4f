// Bundles what the page takes from npm into ../static/vendor, with the licences of every package that is in there.
import { build } from "esbuild";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";

const out = new URL("../static/vendor/", import.meta.url);
mkdirSync(out, { recursive: true });
const read = (path) => readFileSync(new URL(`node_modules/${path}`, import.meta.url), "utf8");

// The page itself: three classic scripts that find each other by name.
const scripts = ["htmx.org/dist/htmx.min.js", "idiomorph/dist/idiomorph-ext.min.js", "htmx-ext-sse/dist/sse.min.js"];
writeFileSync(new URL("htmx.js", out), scripts.map((path) => read(path).trim()).join("\n;\n") + "\n");

// The editor of hands-on tasks, loaded by the page when one is open.
const made = await build({
  entryPoints: [new URL("editor.mjs", import.meta.url).pathname],
  outfile: new URL("editor.js", out).pathname,
  bundle: true, format: "esm", minify: true, target: "es2021", legalComments: "none", metafile: true,
});

const named = (path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1];
const packages = new Set([...scripts.map((path) => path.split("/")[0]), ...Object.keys(made.metafile.inputs).map(named).filter(Boolean)]);
const licences = [...packages].sort().map((name) => {
  const { version, license } = JSON.parse(read(`${name}/package.json`));
  const file = readdirSync(new URL(`node_modules/${name}/`, import.meta.url)).find((one) => /^licen[cs]e/i.test(one));
  return `${name} ${version} (${license})\n\n${file ? read(`${name}/${file}`).trim() : ""}\n`;
});
writeFileSync(new URL("LICENSES.txt", out), licences.join(`\n${"-".repeat(80)}\n\n`));
