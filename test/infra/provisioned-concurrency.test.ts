import { describe, expect, it } from 'vitest';
import { StateName } from '../../statemachine/contract/names.ts';
import { DEFAULT_PLAN } from '../../statemachine/contract/plan.ts';
import { edges, stateOf } from '../../verify/asl-graph.ts';
import { definitionOf } from '../../verify/definition.ts';
import { synthesize, type Synthesized } from './synthesized.ts';

const with_ = (provisionedConcurrency: number) => synthesize({ canary: { plan: { provisionedConcurrency } } });
const off = synthesize();
const on = with_(5);
const takenAway = with_(0);

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}
const CONCURRENCY = /ProvisionedConcurrency/;

/** What a function may do with it: action and resource, a line each. */
function mayDo(synth: Synthesized, name: string): readonly string[] {
  const document = synth.properties(`Canary/Handlers/${name}/Role/DefaultPolicy`)['PolicyDocument'];
  const { Statement: statements } = document as { readonly Statement: readonly Statement[] };
  return statements
    .flatMap(({ Action, Resource }) => [Action].flat().map((action) => `${action} on ${JSON.stringify(Resource)}`))
    .filter((line) => CONCURRENCY.test(line))
    .toSorted();
}
const versions = JSON.stringify({ 'Fn::Join': ['', [on.arn('Service/Function'), ':*']] });
const changedIn = (synth: Synthesized) =>
  Object.entries(synth.template.Resources)
    .filter(([id, resource]) => JSON.stringify(off.template.Resources[id]) !== JSON.stringify(resource))
    .map(([id]) => id.replace(/[0-9A-F]{8}$/, ''))
    .toSorted();

describe('provisioned concurrency', () => {
  it('is nowhere unless asked for', () => {
    expect(JSON.stringify(off.template)).not.toMatch(
      /ProvisionedConcurrency|PROVISIONED_CONCURRENCY|ConcurrencyNotReady|Provision c|HandlersProvision/,
    );
  });

  it('adds one function, and changes those that take it away, the machine, and nothing else', () => {
    expect(changedIn(on)).toEqual(
      [
        'CanaryHandlersCloseFunction',
        'CanaryHandlersCloseRoleDefaultPolicy',
        'CanaryHandlersProvisionFunction',
        'CanaryHandlersProvisionLogGroup',
        'CanaryHandlersProvisionRole',
        'CanaryHandlersProvisionRoleDefaultPolicy',
        'CanaryHandlersWatchdogFunction',
        'CanaryHandlersWatchdogRoleDefaultPolicy',
        'CanaryRolloutMachine',
        'CanaryRolloutMachineRoleDefaultPolicy',
      ].toSorted(),
    );
  });

  it('is given and taken away on versions only, each by whom it concerns', () => {
    expect(mayDo(on, 'Provision')).toEqual([
      `lambda:GetProvisionedConcurrencyConfig on ${versions}`,
      `lambda:PutProvisionedConcurrencyConfig on ${versions}`,
    ]);
    for (const name of ['Close', 'Watchdog'])
      expect(mayDo(on, name)).toEqual([`lambda:DeleteProvisionedConcurrencyConfig on ${versions}`]);
    for (const name of ['Claim', 'RollBack', 'Confirm', 'Promote', 'Revert', 'Shift'])
      expect(mayDo(on, name)).toEqual([]);
  });

  it('of 0 is taken away by the same, in a machine that gives none', () => {
    expect(changedIn(takenAway)).toEqual([
      'CanaryHandlersCloseFunction',
      'CanaryHandlersCloseRoleDefaultPolicy',
      'CanaryHandlersWatchdogFunction',
      'CanaryHandlersWatchdogRoleDefaultPolicy',
    ]);
    const { Variables } = takenAway.properties('Canary/Handlers/Watchdog/Function')['Environment'] as {
      readonly Variables: object;
    };
    expect(Variables).toMatchObject({ PROVISIONED_CONCURRENCY: '0' });
  });

  it.each([-1, 1.5, '5', 100_001])('rejects %j', (provisionedConcurrency) => {
    const given = { canary: { plan: { provisionedConcurrency } } };
    expect(() => synthesize(given)).toThrow('canary.plan.provisionedConcurrency: got');
  });
});

describe('the machine of a plan with it', () => {
  const definition = definitionOf({ ...DEFAULT_PLAN, provisionedConcurrency: 5 });

  it('gives it after the smoke test and looks until it is ready, before the first shift', () => {
    expect(stateOf(definition, StateName.smokeTest).Next).toBe(StateName.provision);
    expect(stateOf(definition, StateName.provision).Next).toBe(StateName.provisioned);
    const leads = edges(definition).filter(({ from }) => from === StateName.provisioned);
    expect(new Set(leads.map(({ to }) => to))).toEqual(
      new Set([StateName.shift(10), StateName.waitForConcurrency, StateName.rollBack]),
    );
    expect(stateOf(definition, StateName.provisioned).Default).toBe(StateName.rollBack);
    expect(stateOf(definition, StateName.waitForConcurrency)).toMatchObject({ Seconds: 30, Next: StateName.provision });
  });

  it('asks for it once in a revert, and goes on whatever comes of it', () => {
    const ask = stateOf(definition, StateName.provisionPrevious);
    expect(ask.Next).toBe(StateName.wakePrevious);
    expect(ask.Retry ?? []).toEqual([]);
    expect(ask.Catch).toMatchObject([{ ErrorEquals: ['States.ALL'], Next: StateName.wakePrevious }]);
  });

  it('has four states more than without, and none of them stands in the way of a rollback', () => {
    const states = Object.keys(definition.States);
    const before = Object.keys(definitionOf().States);
    expect(states.filter((name) => !before.includes(name)).toSorted()).toEqual(
      [
        StateName.provision,
        StateName.provisionPrevious,
        StateName.provisioned,
        StateName.waitForConcurrency,
      ].toSorted(),
    );
    for (const name of [StateName.rollBack, StateName.settleRollback, StateName.announce])
      expect(definition.States[name]).toEqual(definitionOf().States[name]);
  });
});
