import { deepScenarios, explore, quickScenarios } from '../model/index.ts';
import type { Row } from './search.ts';

/** The protocol in every order of its calls: a row for each scenario of the model, all of whose states are visited. */
export async function* modelRows(deep: boolean): AsyncGenerator<Row> {
  for (const scenario of deep ? deepScenarios : quickScenarios) {
    const { states, violations, complete, scenario: name } = await explore(scenario);
    const failures = violations.map(({ timeline, invariant, what }) => ({
      path: '',
      report: [`model: ${name}`, ...timeline, `VIOLATED ${invariant}: ${what}`].join('\n'),
    }));
    yield {
      faults: `every order of calls: ${name}`,
      visited: states,
      ...(complete && { of: states }),
      unit: 'states',
      failures,
    };
  }
}
