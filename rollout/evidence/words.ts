import { inWords } from '../../statemachine/contract/counted.ts';
import { addSeconds } from '../time.ts';
import { share, type Count } from './counts.ts';
import type { Found } from './found.ts';
import { countsAs, countsOf, type Cut, type Outcome, type Series } from './series.ts';

/** Made once: a locale costs more than the number. */
const NUMBERS = new Intl.NumberFormat('en-US');

/** A share from which on production itself is in trouble. */
const TROUBLE = 0.01;

/**
 * - `canary 4.1 % errors (37 of 902) against 0.2 % (16 of 8,110), 12:04 to 12:16 UTC: worse, p < 0.001`
 * - `canary 6 % errors (60 of 1,000) against 5.5 % (495 of 9,000): no sign of worse, but production is in trouble too`
 * - `canary 71 % longer than 69 ms (640 of 902) against 12 % longer than 46 ms (973 of 8,110): worse, p < 0.001`
 * @param found what condemned it; of one that is not worse, all requests are told
 */
export function describe(series: Series, outcome: Outcome, p: number, found?: Found): string {
  if (found !== undefined) return `${both(series.noun, found)}${when(found)}: worse, ${pWords(p)}${clusters(found)}`;
  const told = outcome === 'fine' ? 'certainly no worse' : 'no sign of worse';
  const cut = mostTelling(series.cuts);
  if (cut === undefined) return `${series.noun}: nothing to compare`;
  const [canary, production] = countsOf(cut);
  if (canary.requests === 0 || production.requests === 0) return `${series.noun}: nothing to compare`;
  if (cut.longerThan !== undefined) return `${series.noun}: ${told}`;
  const trouble = share(production) >= TROUBLE ? ', but production is in trouble too' : '';
  return `${both(series.noun, { cut, canary, production, before: cut.alone !== undefined })}: ${told}${trouble}`;
}

function both(noun: string, { cut, canary, production, before }: Found): string {
  const bad = (count: Count, side: 'canary' | 'production') =>
    cut.longerThan === undefined
      ? `${percent(count)}${side === 'canary' ? ` ${noun}` : ''} (${ofAll(count)})`
      : `${percent(count)} longer than ${round(limitOf(cut, side, before))} ms (${ofAll(count)})`;
  return `canary ${bad(canary, 'canary')} against ${bad(production, 'production')}${before ? ' before' : ''}`;
}

function limitOf({ alone, longerThan }: Cut, side: 'canary' | 'production', before: boolean): number {
  return (side === 'canary' && before ? alone?.longerThan : undefined) ?? longerThan?.[side] ?? 0;
}

function when({ from, to }: Found): string {
  if (from === undefined || to === undefined) return '';
  return `, ${clock(from)} to ${clock(addSeconds(to, 60))} UTC`;
}

/** Where evidence was scaled, by how much. */
function clusters({ cut: { dispersion = 1 } }: Found): string {
  return dispersion > 1 ? `, counting ${round(dispersion)} requests as one` : '';
}

const clock = (time: Date): string => time.toISOString().slice(11, 16);

/** The cut at which the two sides differ most. */
function mostTelling(cuts: readonly Cut[]): Cut | undefined {
  let most = -Infinity;
  let telling: Cut | undefined;
  for (const [k, cut] of cuts.entries()) {
    if (countsAs(cut, cuts[k - 1])) continue;
    const by = difference(cut);
    if (by > most) [most, telling] = [by, cut];
  }
  return telling;
}

function difference(cut: Cut): number {
  const [canary, production] = countsOf(cut);
  return share(canary) - share(production);
}

function pWords(p: number): string {
  return p < 0.001 ? 'p < 0.001' : `p = ${Number(p.toPrecision(1))}`;
}

function ofAll({ requests, bad }: Count): string {
  return `${inWords(bad)} of ${inWords(requests)}`;
}

/** Two figures that count: 41 %, 4.1 %, 0.23 %. */
function percent(count: Count): string {
  return `${round(100 * share(count))} %`;
}

function round(value: number): string {
  return NUMBERS.format(Number(value.toPrecision(2)));
}
