import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { FUNCTION_NAMES, FUNCTIONS } from '../../statemachine/contract/functions.ts';

/** The repository's root: what bundles are made from, wherever the app was started. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The functions that carry out a rollout; each is one file of that name in `handlers/`. */
export const HANDLERS = FUNCTION_NAMES.map((name) => FUNCTIONS[name].file);
export type HandlerName = (typeof HANDLERS)[number];

const RELEASES_FOLDER = 'handlers/service/releases';

/** The releases of the sample service there are, by the names of their files. */
export function releases(): readonly string[] {
  return readdirSync(`${ROOT}/${RELEASES_FOLDER}`)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -'.ts'.length))
    .sort();
}

export const handlerSource = (name: HandlerName) => `handlers/${name}.ts`;

/** @throws Error naming the releases there are */
export function releaseSource(release: string): string {
  const known = releases();
  if (!known.includes(release))
    throw new Error(`unknown release ${JSON.stringify(release)}, expected one of ${known.join(', ')}`);
  return `${RELEASES_FOLDER}/${release}.ts`;
}
