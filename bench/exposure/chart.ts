import type { Results } from './results.ts';
import type { Strategy } from './simulate.ts';
import { BOUND, STRATEGIES } from './strategies/index.ts';
import { meanBad } from './tally.ts';
import { errorFaults } from './targets/faults.ts';
import { whole } from './words.ts';

const LEFT = 170;
const WIDTH = 860;
const ROW = 64;
const TOP = 96;
/** Readable on white and on black: middle tones, and a text colour that follows the reader's scheme. */
const COLOURS = [
  '#e8590c',
  '#f59f00',
  '#a8723a',
  '#c92a2a',
  '#d6437f',
  '#2f81d6',
  '#22a2b8',
  '#868e96',
  '#7a5cd6',
  '#2b9a4b',
  '#0b7285',
  '#5f3dc4',
  '#74b816',
  '#495057',
  '#862e9c',
  '#e599f7',
];
const STEP = 4;

/**
 * Failed answers at one rate, a line for each fault, a dot for each strategy; hollow where it rolls back healthy
 * releases too.
 */
export function chart(results: Results, rate: number): string {
  const faults = errorFaults(results).map(({ name }) => name);
  const bad = (strategy: Strategy, fault: string) => meanBad(results.of(strategy, 'fault', fault, rate));
  const isSolid = (strategy: Strategy) => strategy === BOUND || results.isUsable(strategy, rate);
  const values = STRATEGIES.flatMap((strategy) => faults.map((fault) => bad(strategy, fault)));
  const decades = Math.ceil(Math.log10(Math.max(10, ...values)));
  const x = (value: number) => LEFT + ((WIDTH - LEFT - 30) * Math.log10(Math.max(1, value))) / decades;
  const legendTop = TOP + faults.length * ROW + 40;
  const height = legendTop + Math.ceil(STRATEGIES.length / 2) * 22 + 10;
  const grid = Array.from({ length: decades + 1 }, (_, i) => 10 ** i).map(
    (value) =>
      `<line class="grid" x1="${x(value)}" x2="${x(value)}" y1="${TOP - 16}" y2="${legendTop - 36}"/><text ` +
      `x="${x(value)}" y="${TOP - 24}" text-anchor="middle">${whole(value)}</text>`,
  );
  const rows = faults.map((fault, i) => {
    const y = TOP + i * ROW + ROW / 2;
    const dots = STRATEGIES.map((each, k) =>
      dot(isSolid(each), k, x(bad(each, fault)), y + (k - (STRATEGIES.length - 1) / 2) * STEP),
    );
    return (
      `<text x="${LEFT - 12}" y="${y + 4}" text-anchor="end">${fault}</text><line class="grid" x1="${LEFT}" ` +
      `x2="${WIDTH - 30}" y1="${y + ROW / 2}" y2="${y + ROW / 2}"/>${dots.join('')}`
    );
  });
  const legend = STRATEGIES.map((each, k) => {
    const cx = 30 + (k % 2) * (WIDTH / 2);
    const cy = legendTop + Math.floor(k / 2) * 22;
    return (
      `${dot(isSolid(each), k, cx, cy)}<text x="${cx + 14}" ` +
      `y="${cy + 4}">${each.name}${isSolid(each) ? '' : ' (rolls back healthy releases)'}</text>`
    );
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}"\
 font-family="system-ui, sans-serif" font-size="13" role="img"\
 aria-label="Failed answers by fault and strategy at ${rate} requests a second">
<style>text{fill:#24292f}.grid{stroke:#8c959f;stroke-opacity:.35}\
@media(prefers-color-scheme:dark){text{fill:#e6edf3}}</style>
<text x="20" y="28" font-size="16" font-weight="600">\
Failed answers to users within an hour, ${rate} requests a second</text>
<text x="20" y="48">logarithmic; hollow: rolls back more than 1 % of plain healthy releases at this rate</text>
${grid.join('\n')}
${rows.join('\n')}
${legend.join('\n')}
</svg>
`;
}

function dot(isSolid: boolean, index: number, x: number, y: number): string {
  const colour = COLOURS[index % COLOURS.length] ?? '#868e96';
  return (
    `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="5" fill="${isSolid ? colour : 'none'}" ` +
    `stroke="${colour}" stroke-width="2"/>`
  );
}
