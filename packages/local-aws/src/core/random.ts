import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { uniformInt } from 'pure-rand/distribution/uniformInt';

/** Chance, from a seed: the only source of it in the local cloud. */
export interface Random {
  /** A whole number from `min` to `max`, both included. */
  int(min: number, max: number): number;
  /** Lower-case hexadecimal digits, for ids. */
  hex(length: number): string;
  uuid(): string;
}

const DIGITS = '0123456789abcdef';

export function seededRandom(seed: number): Random {
  const generator = xoroshiro128plus(seed);
  const int = (min: number, max: number) => uniformInt(generator, min, max);
  const hex = (length: number) => {
    let digits = '';
    while (digits.length < length) digits += DIGITS[int(0, 15)];
    return digits;
  };
  return { int, hex, uuid: () => [hex(8), hex(4), `4${hex(3)}`, `a${hex(3)}`, hex(12)].join('-') };
}
