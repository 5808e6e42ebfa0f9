import { createHash } from 'node:crypto';
import type jsonata from 'jsonata';
import type { Clock } from '../core/clock.ts';
import { type Random, seededRandom } from '../core/random.ts';

/** What expressions may ask of their surroundings. */
export interface Surroundings {
  readonly clock: Pick<Clock, 'now'>;
  readonly random: Random;
}

const HASHES: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

function hash(text: string, algorithm: string): string {
  const name = HASHES[algorithm];
  if (name === undefined)
    throw new RangeError(`$hash: the algorithm must be one of ${Object.keys(HASHES).join(', ')}, got ${algorithm}`);
  return createHash(name).update(text).digest('hex');
}

function partition(items: unknown[], size: number): unknown[][] {
  if (!Number.isInteger(size) || size < 1)
    throw new RangeError(`$partition: the size must be a positive integer, got ${size}`);
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

/** More numbers than this never fit into a payload. */
const LONGEST_RANGE = 256 * 1024;

/** One value comes as itself, as of any sequence of JSONata (recorded on AWS; what none comes as is not known). */
function range(first: number, last: number, step: number): number[] {
  if (step === 0) throw new RangeError('$range: the step must not be 0');
  const count = Math.max(Math.floor((last - first) / step) + 1, 0);
  if (!(count <= LONGEST_RANGE)) throw new RangeError(`$range: at most ${LONGEST_RANGE} numbers, got ${count}`);
  const numbers = Array.from({ length: count }, (_, index) => first + index * step);
  return count === 1 ? Object.defineProperty(numbers, 'sequence', { value: true }) : numbers;
}

/** From 0 up to, but not, 1. */
const fraction = (random: Random) => random.int(0, 2 ** 31 - 1) / 2 ** 31;

/** Whether a text may ask for what differs from cloud to cloud. */
export const asksSurroundings = (text: string): boolean => /\$(uuid|random|now|millis)\b/.test(text);

interface Formatter {
  implementation(millis: number, picture?: string, timezone?: string): string;
}

/**
 * Gives a compiled expression what Step Functions adds to JSONata and takes away what it leaves out ($eval);
 * $now, $millis and $random go by the local cloud's clock and seed.
 */
export function registerFunctions(expression: jsonata.Expression, { clock, random }: Surroundings): void {
  expression.registerFunction('uuid', () => random.uuid(), '<:s>');
  expression.registerFunction('parse', (text: string) => JSON.parse(text) as unknown, '<s:x>');
  expression.registerFunction('hash', hash, '<ss:s>');
  expression.registerFunction('partition', partition, '<an:a>');
  expression.registerFunction('range', range, '<nnn:a>');
  expression.registerFunction(
    'random',
    (seed?: number) => fraction(seed === undefined ? random : seededRandom(Math.trunc(seed))),
    '<n?:n>',
  );
  expression.registerFunction('millis', () => Math.trunc(clock.now()), '<:n>');
  expression.registerFunction(
    'now',
    function now(this: jsonata.Focus, picture?: string, timezone?: string) {
      const format = this.environment.lookup('fromMillis') as Formatter;
      return format.implementation(Math.trunc(clock.now()), picture, timezone);
    },
    '<s?s?:s>',
  );
  expression.assign('eval', undefined);
}
