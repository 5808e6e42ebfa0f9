import { expect, it } from 'vitest';
import { DEFAULT_PLAN } from '../../../statemachine/contract/plan.ts';
import { definitionOf } from '../../../verify/definition.ts';
import { FakeCloud } from '../support/fake-cloud.ts';
import { run } from '../support/run.ts';

const FN = 'arn:aws:lambda:eu-west-1:111111111111:function:load-test';

it('plan says which hooks are asked, where, for how long, and what their failure leads to', async () => {
  const cloud = new FakeCloud();
  cloud.definition = definitionOf({
    ...DEFAULT_PLAN,
    holdSeconds: 3600,
    hooks: [
      { at: 'before users', fn: `${FN}:live`, timeoutSeconds: 60, onError: 'ignore' },
      { at: 'in bake', fn: FN, steps: [30, 50], timeoutSeconds: 900, onError: 'hold' },
      { at: 'before promotion', fn: FN, name: 'freeze calendar', timeoutSeconds: 60 },
    ],
  });
  const { out } = await run('plan', { cloud });
  expect(out).toContain(
    [
      '',
      '  hook load-test:live before users, for up to 01:00; its failure is told and ignored',
      '  hook load-test in bake at 30, 50 %, for up to 15:00; its failure holds it',
      '  hook freeze calendar before promotion, for up to 01:00; its failure rolls back',
      '',
    ].join('\n'),
  );
  expect(out).toContain('A hook that fails holds it, where the plan says so, until somebody says go-on');
  const told = JSON.parse((await run('plan --json', { cloud })).out) as { hooks: object[] };
  expect(told.hooks).toHaveLength(3);
});

it('plan says nothing of hooks where there are none', async () => {
  const { out } = await run('plan');
  expect(out).not.toContain('hook ');
  expect((await run('plan --json')).out).not.toContain('hook');
});
