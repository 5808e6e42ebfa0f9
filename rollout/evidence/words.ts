import { inWords } from '../../statemachine/contract/counted.ts';
import { share, type Count } from './counts.ts';
import { countsOf, type Cut, type Outcome, type Series } from './series.ts';

/** Made once: a locale costs more than the number. */
const NUMBERS = new Intl.NumberFormat('en-US');

/** A share from which on production itself is in trouble. */
const TROUBLE = 0.01;

/**
 * - `canary 4.1 % errors (37 of 902) against 0.2 % (16 of 8,110): worse, p < 0.001`
 * - `canary 6 % errors (60 of 1,000) against 5.5 % (495 of 9,000): no sign of worse, but production is in trouble too`
 * - `canary 71 % longer than 69 ms (640 of 902) against 12 % longer than 46 ms (973 of 8,110): worse, p < 0.001`
 */
export function describe(series: Series, outcome: Outcome, p: number): string {
  const told =
    outcome === 'worse' ? `worse, ${pWords(p)}` : outcome === 'fine' ? 'certainly no worse' : 'no sign of worse';
  const cut = mostTelling(series.cuts);
  if (cut === undefined) return `${series.noun}: nothing to compare`;
  const [canary, production] = countsOf(cut);
  if (canary.requests === 0 || production.requests === 0) return `${series.noun}: nothing to compare`;
  if (cut.longerThan !== undefined && outcome !== 'worse') return `${series.noun}: ${told}`;
  const bad = (count: Count, side: 'canary' | 'production') =>
    cut.longerThan === undefined
      ? `${percent(count)}${side === 'canary' ? ` ${series.noun}` : ''} (${ofAll(count)})`
      : `${percent(count)} longer than ${round(cut.longerThan[side])} ms (${ofAll(count)})`;
  const both =
    outcome !== 'worse' && cut.longerThan === undefined && share(production) >= TROUBLE
      ? ', but production is in trouble too'
      : '';
  return (
    `canary ${bad(canary, 'canary')} against ` +
    `${bad(production, 'production')}${cut.alone === undefined ? '' : ' before'}: ${told}${both}`
  );
}

/** The cut at which the two sides differ most. */
function mostTelling(cuts: readonly Cut[]): Cut | undefined {
  const differences = cuts.map(difference);
  return cuts[differences.indexOf(Math.max(...differences))];
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
