import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Files } from './files.ts';
import type { States } from './states.ts';

/** An item of the table, as DynamoDB has it. */
export type Item = Readonly<Record<string, AttributeValue>>;

/** What a release of that version left behind. */
export interface KeptPoint {
  /** All items of the table while it was at the point: the record and its history. */
  readonly items: readonly Item[];
  /** Of the executions that it took, each to its end: events as GetExecutionHistory gives them. */
  readonly histories: readonly (readonly object[])[];
}

/** Everything that is kept of a version. */
export interface Kept {
  readonly states: States;
  readonly points: Readonly<Record<string, KeptPoint>>;
  readonly files: Files;
}

const FOLDER = fileURLToPath(new URL('fixture', import.meta.url));
const ENDING = '.json.br';

/** Every version of which something is kept, by the names of the files; the newest last. */
export function keptVersions(): readonly string[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith(ENDING))
    .map((file) => basename(file, ENDING))
    .sort(new Intl.Collator('en', { numeric: true }).compare);
}

export function readKept(version: string): Kept {
  return JSON.parse(brotliDecompressSync(readFileSync(join(FOLDER, version + ENDING))).toString('utf8')) as Kept;
}

/**
 * The window holds the whole text, so that what the bundles share costs its bytes once.
 * @returns bytes of the file
 */
export function writeKept(version: string, kept: Kept): number {
  const text = Buffer.from(JSON.stringify(kept));
  const params = {
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
  };
  const packed = brotliCompressSync(text, { params });
  writeFileSync(join(FOLDER, version + ENDING), packed);
  return packed.length;
}
