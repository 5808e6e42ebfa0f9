import { describe, expect, it } from 'vitest';
import type { Belief } from '../../verify/beliefs/belief.ts';
import { pageOf } from '../../verify/beliefs/page.ts';
import { problemsOf } from '../../verify/beliefs/problems.ts';

const SWITCHES = { doubts: ['rain'], faults: ['snow'], local: ['rain'] };
const NONE = { ...SWITCHES, doubts: [], local: [] };
const believed = (more: Partial<Belief>) => [
  {
    service: 'Weather',
    beliefs: [
      { belief: 'It is dry.', source: 'A window', date: '2026-11', sure: 'guessed', test: 'package.json', ...more },
    ] as const,
  },
];

describe('the table of beliefs', () => {
  it('takes a guess that a doubt switches off', () => {
    expect(problemsOf(believed({ doubts: ['rain'], local: ['rain'] }), SWITCHES)).toEqual([]);
  });

  it('refuses what only the simulation switches off, unless it says why', () => {
    const switches = { ...SWITCHES, local: [] };
    expect(problemsOf(believed({ doubts: ['rain'] }), switches)).toEqual([
      '"It is dry.": the local cloud has no switch for it, and nothing says why',
    ]);
    expect(problemsOf(believed({ doubts: ['rain'], notLocal: 'it has a roof' }), switches)).toEqual([]);
  });

  it.each(['guessed', 'likely'] as const)('refuses what is only %s and has no switch', (sure) => {
    expect(problemsOf(believed({ sure }), NONE)).toEqual([`"It is dry.": it is ${sure}, and nothing switches it off`]);
  });

  it.each(['recorded', 'documented'] as const)('takes what is %s without a switch', (sure) => {
    expect(problemsOf(believed({ sure }), NONE)).toEqual([]);
  });

  it('refuses a switch that does not exist, a test that does not, and a doubt that no belief names', () => {
    expect(problemsOf(believed({ faults: ['hail'], test: 'test/none.test.ts' }), SWITCHES)).toEqual([
      '"It is dry.": there is no class of faults "hail", expected one of: snow',
      '"It is dry.": there is no test/none.test.ts',
      'no belief names doubt "rain": what would it switch off?',
      'no belief names doubt of the local cloud "rain": what would it switch off?',
    ]);
  });

  it('is a page that says of each how sure it is, where it is from, and what is tried instead', () => {
    const belief = { doubts: ['rain'], notLocal: 'it has a roof', faults: ['snow'] };
    const page = pageOf(believed(belief), { rain: 'it pours' });
    expect(page).toContain(
      '## Weather\n\n- **It is dry.** Guessed, 2026-11: A window. `package.json`\n' +
        '  - without it (`rain`): it pours\n  - not in the local cloud: it has a roof\n  - searched: `snow`\n',
    );
  });
});
