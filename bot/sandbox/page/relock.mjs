// Renews package-lock.json without addresses: a lock file says which package by its hash, npm knows where to ask.
// With --clean it asks nobody and only takes the addresses out.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = import.meta.dirname;
const path = join(root, "package-lock.json");

if (!process.argv.includes("--clean")) {
  const options = ["--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund"];
  execFileSync("npm", ["install", ...options], { cwd: root, stdio: "inherit" });
}
const lock = JSON.parse(readFileSync(path, "utf8"));
for (const one of Object.values(lock.packages)) {
  delete one.funding;
  delete one.resolved;
}
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
