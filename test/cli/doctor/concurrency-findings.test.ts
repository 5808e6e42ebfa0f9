import { describe, expect, it } from 'vitest';
import type { Definition } from '../../../cli/story/definition.ts';
import { DEFAULT_PLAN } from '../../../statemachine/contract/plan.ts';
import { definitionOf } from '../../../verify/definition.ts';
import type { FakeCloud } from '../support/fake-cloud.ts';
import { open } from '../support/fake-cloud.ts';
import { AWS, expectWrong, findings } from '../support/findings.ts';

const GIVES = definitionOf({ ...DEFAULT_PLAN, provisionedConcurrency: 5 }) as unknown as Definition;
const REMOVE = `${AWS} lambda delete-provisioned-concurrency-config --function-name Shop-fn --qualifier`;
const SINCE = '2026-01-05T09:00:00.000Z';
const notes = async (change: (cloud: FakeCloud) => void) =>
  (await findings(change)).found.filter(({ about }) => about === 'concurrency');

describe('doctor looks at provisioned concurrency, and', () => {
  it.each(['production', 'canary'])('finds that alias %s has some, beside which Lambda gives a version none', (alias) =>
    expectWrong(
      'an alias',
      (cloud) => {
        cloud.definition = GIVES;
        cloud.concurrency = [{ qualifier: alias, requested: 3 }];
      },
      'concurrency',
      `alias ${alias} has provisioned concurrency (3)`,
      `${REMOVE} ${alias}`,
    ),
  );

  it('finds what a release left behind at rest, but not what production or no release has', async () => {
    const found = await notes((cloud) => {
      cloud.definition = GIVES;
      cloud.record = { revision: 1, provisioned: { 1: SINCE, 2: SINCE } };
      cloud.concurrency = ['1', '2', '7'].map((qualifier) => ({ qualifier, requested: 5 }));
    });
    expect(found).toMatchObject([
      { level: 'note', text: expect.stringMatching(/^version 2 has .* within two minutes/), mend: [`${REMOVE} 2`] },
    ]);
  });

  it('finds what is left where releases give none any more, production’s too', async () => {
    const found = await notes((cloud) => {
      cloud.record = { revision: 1, provisioned: { 1: SINCE } };
      cloud.concurrency = [{ qualifier: '1', requested: 5 }];
    });
    expect(found).toMatchObject([{ text: expect.stringContaining('Deploy 0 once, or'), mend: [`${REMOVE} 1`] }]);
  });

  it('leaves a release that runs alone, whose two versions may both have some', async () => {
    const found = await notes((cloud) => {
      cloud.definition = GIVES;
      cloud.record = { revision: 1, rollout: open, provisioned: { 1: SINCE, 2: SINCE } };
      cloud.concurrency = ['1', '2'].map((qualifier) => ({ qualifier, requested: 5 }));
    });
    expect(found).toEqual([]);
  });

  it('does not even look where releases give none and gave none', async () => {
    const found = await notes((cloud) => {
      cloud.concurrency = [{ qualifier: 'production', requested: 3 }];
      cloud.fail.set('concurrency', new Error('no permission'));
    });
    expect(found).toEqual([]);
  });
});
