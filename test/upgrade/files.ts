import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';

/** Files of several assemblies, by their path below one folder. Assets are beside them, so that each is there once. */
export type Files = Readonly<Record<string, string>>;

export function readFiles(folder: string): Files {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = paths.map(({ parentPath, name }) => join(parentPath, name)).sort();
  return Object.fromEntries(
    files.map((file) => [file.slice(folder.length + 1).replaceAll(sep, '/'), readFileSync(file, 'utf8')]),
  );
}

export function writeFiles(folder: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** What an assembly is deployed from; the rest is for the CDK, and holds paths of the machine that made it. */
const DEPLOYED = /^[^/]+\/(manifest\.json|[^/]+\.(template|assets)\.json|asset\..*)$/;
const ASSET = /^[^/]+\/(?=asset\.)/;

/** Assemblies as the CDK wrote them, with their assets beside them instead of inside. */
export function hoisted(files: Files): Files {
  const deployed = Object.entries(files).filter(([path]) => DEPLOYED.test(path));
  return Object.fromEntries(
    deployed.map(([path, text]) => [
      path.replace(ASSET, ''),
      path.endsWith('.assets.json') ? text.replaceAll('"path": "asset.', '"path": "../asset.') : text,
    ]),
  );
}
