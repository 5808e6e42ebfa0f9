import type { Files } from './files.ts';

/** One text put in another's place, wherever it is in files of a kind. */
export interface Change {
  readonly in: 'bundles' | 'template';
  readonly from: RegExp;
  readonly to: string;
}

const KINDS = { bundles: /\.mjs$/, template: /\.template\.json$/ };

/**
 * Assemblies as they would be if the sources were changed. What has changed gets another hash, as that is what tells
 * CloudFormation that it has.
 * @throws Error when there is nothing to change: the sources are no longer as they were when the change was thought of
 */
export function planted(files: Files, changes: readonly Change[]): Files {
  let texts = files;
  for (const change of changes) texts = changed(texts, change);
  const hashes = Object.keys(files)
    .filter((path) => texts[path] !== files[path])
    .flatMap((path) => /^asset\.([0-9a-f]{64})/.exec(path)?.[1] ?? []);
  return [...new Set(hashes)].reduce(renamed, texts);
}

function changed(files: Files, { in: kind, from, to }: Change): Files {
  const every = new RegExp(from, 'g');
  const after = Object.entries(files).map(
    ([path, text]) => [path, KINDS[kind].test(path) ? text.replace(every, to) : text] as const,
  );
  if (after.every(([path, text]) => text === files[path]))
    throw new Error(`no ${kind} has ${from.source}, in place of which ${to} was to be put`);
  return Object.fromEntries(after);
}

function renamed(files: Files, hash: string): Files {
  const to = `${'f'.repeat(8)}${hash.slice(8)}`;
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => [
      path.replace(hash, to),
      path.startsWith('asset.') ? text : text.replaceAll(hash, to),
    ]),
  );
}
