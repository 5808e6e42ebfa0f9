import { explore } from '../model/index.ts';
import { plantedIn } from '../plants/faults.ts';
import type { Row } from './search.ts';

/** What takes the search of every order too long for the tests. */
const DEEP = plantedIn('model').filter(({ deep }) => deep === true);

/**
 * A row for each rule that is left out on purpose. Finding what follows from it is what the search is for: a row fails
 * where it does not.
 * @param planted those that the tests leave out unless told
 */
export async function* plantRows(planted: typeof DEEP = DEEP): AsyncGenerator<Row> {
  for (const { fault, expected, ...options } of planted) {
    const { complete, states, violations } = await explore({ scenario: fault, ...options, untilViolation: true });
    const found = violations.map(({ invariant }) => invariant);
    const missed = 'finds' in expected ? !found.some((each) => each === expected.finds) : found.length > 0;
    const wanted = 'finds' in expected ? expected.finds : `nothing, because of ${expected.coveredBy}`;
    const report = `model: ${fault}, planted\nEXPECTED ${wanted}, found ${found.join(', ') || 'nothing'}`;
    yield {
      faults: `planted, and found: ${fault}`,
      visited: states,
      ...(complete && { of: states }),
      unit: 'states',
      failures: missed ? [{ path: '', report }] : [],
    };
  }
}
