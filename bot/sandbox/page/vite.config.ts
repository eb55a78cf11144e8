// Builds the page into dist/, with the digest of its sources, so that a test can tell whether the two belong together.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { defineConfig } from "vite";

const root = import.meta.dirname;
const single = ["index.html", "package-lock.json", "package.json", "tsconfig.json", "vite.config.ts"];

function files(folder: string): string[] {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .flatMap((path) => (statSync(path).isDirectory() ? files(path) : [path]));
}

/** The same sum as `bot.sandbox.page.build.digest` makes: each file's path and content, in the order of the paths. */
function digest(): string {
  const sum = createHash("sha256");
  const named = [...single, ...files(join(root, "src")).map((path) => relative(root, path))];
  for (const name of named.sort()) sum.update(name).update("\0").update(readFileSync(join(root, name))).update("\0");
  return sum.digest("hex");
}

const sources = digest();

export default defineConfig({
  root,
  base: "/page/",
  define: { __SOURCES__: JSON.stringify(sources) },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2022",
    cssTarget: ["chrome123", "firefox121", "safari17.5"],
    modulePreload: false,
    assetsInlineLimit: 0,
    rollupOptions: {
      output: {
        entryFileNames: "assets/page.js",
        chunkFileNames: "assets/[name].js",
        assetFileNames: "assets/[name][extname]",
      },
    },
  },
  plugins: [
    {
      name: "sources",
      writeBundle: () => writeFileSync(join(root, "dist", "sources.txt"), `${sources}\n`),
    },
  ],
});
