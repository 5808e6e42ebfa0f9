import { posix } from 'node:path';
import type { Exception } from './exceptions.ts';
import { importsOf } from './imports.ts';
import { type Room, roomOf } from './rooms.ts';

/** By path from the root of the repository. */
export type Texts = ReadonlyMap<string, string>;

/** A package of this repository: others import it by name, and it imports nothing around it. */
interface Package {
  readonly path: string;
  readonly name: string;
  /** What its package.json says it needs. */
  readonly needs: ReadonlySet<string>;
}

const MODULE = /\.(ts|mjs)$/;
/** The name by which an app imports the library, and what it stands for here. */
const LIBRARY = { name: 'lattice-canary', file: 'infra/index.ts' } as const;

/**
 * Every import that the rooms do not allow, every file that stands in none, and every exception that nobody needs.
 * @param texts of all files
 * @returns a sentence each, with the place
 */
export function arrowFaults(texts: Texts, rooms: readonly Room[], exceptions: readonly Exception[]): string[] {
  const packages = packagesIn(texts);
  const needed = new Set<string>();
  const faults = [...texts].flatMap(([file, text]) => {
    if (!MODULE.test(file)) return [];
    const room = roomOf(file, rooms);
    if (room === undefined) return [`${file} stands in no room`];
    return importsOf(text).flatMap(({ specifier, line }) => {
      const { target, reason } = judge(file, specifier, room, rooms, packages);
      if (reason === undefined) return [];
      const exception = exceptions.find(({ files, imports }) => files.includes(file) && imports === target);
      if (exception !== undefined) needed.add(key(file, target));
      return exception === undefined ? [`${file}:${line} imports ${target}: ${reason}`] : [];
    });
  });
  const stale = exceptions.flatMap(({ files, imports }) => files.map((file) => [file, imports] as const));
  return [
    ...faults,
    ...stale
      .filter(([file, imports]) => !needed.has(key(file, imports)))
      .map(([file, imports]) => `the exception of ${file} for ${imports} is needed no longer: take it away`),
  ];
}

const key = (file: string, imports: string) => `${file} ${imports}`;

function judge(
  file: string,
  specifier: string,
  room: Room,
  rooms: readonly Room[],
  packages: readonly Package[],
): { readonly target: string; readonly reason?: string } {
  const own = packages.find(({ path }) => isIn(path, file));
  const named = packages.find(({ name }) => specifier === name || specifier.startsWith(`${name}/`));
  const relative = specifier.startsWith('.') ? posix.join(posix.dirname(file), specifier) : undefined;
  const target = relative ?? named?.path ?? (specifier === LIBRARY.name ? LIBRARY.file : undefined);
  if (target === undefined) return foreign(specifier, own);
  if (own !== undefined && named !== own && !isIn(own.path, target))
    return { target, reason: `${own.path} imports nothing around it` };
  const other = packages.find(({ path }) => path !== own?.path && isIn(path, target));
  if (other !== undefined && relative !== undefined)
    return { target, reason: `import ${other.name}, by an entry of its package.json` };
  const to = roomOf(target, rooms);
  const allowed = to === undefined || to === room || room.may === 'everything' || room.may.includes(to.path);
  return allowed ? { target } : { target, reason: `${room.path} may not import ${to.path}` };
}

/** What is installed: anything for the product, what its package.json names for a package. */
function foreign(specifier: string, own: Package | undefined): { readonly target: string; readonly reason?: string } {
  const [name = ''] = /^(@[^/]+\/)?[^/]+/.exec(specifier) ?? [];
  const known = own === undefined || specifier.startsWith('node:') || own.needs.has(name);
  return known ? { target: specifier } : { target: specifier, reason: `${own.path}/package.json does not name it` };
}

const isIn = (folder: string, file: string) => file === folder || file.startsWith(`${folder}/`);

function packagesIn(texts: Texts): Package[] {
  return [...texts].flatMap(([file, text]) => {
    const path = /^(packages\/[^/]+)\/package\.json$/.exec(file)?.[1];
    if (path === undefined) return [];
    const { name, dependencies, devDependencies } = JSON.parse(text) as {
      readonly name: string;
      readonly dependencies?: object;
      readonly devDependencies?: object;
    };
    return [{ path, name, needs: new Set(Object.keys({ ...dependencies, ...devDependencies })) }];
  });
}
