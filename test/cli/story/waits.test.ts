import { expect, test } from 'vitest';
import { Storyteller } from '../../../cli/story/story.ts';
import { DEFAULT_PLAN } from '../../../statemachine/contract/plan.ts';
import { outlineOf } from '../../../statemachine/outline/outline-of.ts';
import { partsOf, statesOf } from '../../../statemachine/outline/outline.ts';

const { release } = outlineOf(DEFAULT_PLAN);
const waits = statesOf(partsOf(release)).filter(({ type }) => type === 'wait');

test.each(waits)('a release says what it waits for: $name', ({ name }) => {
  const line = new Storyteller().tell({ kind: 'state', at: 0, execution: 'e1', own: true, state: name });
  expect(line).toMatchObject({ what: name, text: expect.stringMatching(/^\w+ .+/) as string });
});
