import { describe, expect, it } from 'vitest';
import { constructId } from '../../infra/constructs/handlers.ts';
import { functionsOf } from '../../statemachine/contract/functions.ts';
import { DEFAULT_PLAN } from '../../statemachine/contract/plan.ts';
import { synthesize } from './synthesized.ts';

const synth = synthesize();
const SERVICE = { SERVICE_NAME: 'CanaryDeploymentLatticeStack' };
const RECORD = { ...SERVICE, TABLE_NAME: synth.ref('Canary/Records/Table') };
const FUNCTION = { FUNCTION_NAME: synth.ref('Service/Function') };
const EVENTS = { ...SERVICE, RELEASE_EVENTS_TOPIC_ARN: synth.ref('Canary/Topics/ReleaseEvents') };
const LISTENER = {
  LATTICE_SERVICE_ID: synth.att('Canary/Lattice/Service', 'Id'),
  LISTENER_ID: synth.att('Canary/Lattice/Listener', 'Id'),
  PRODUCTION_TARGET_GROUP_ID: synth.att('Canary/Lattice/ProductionTargetGroup', 'Id'),
  CANARY_TARGET_GROUP_ID: synth.att('Canary/Lattice/CanaryTargetGroup', 'Id'),
};

/**
 * Logical ids are written down: a function with a new one is another function, with other logs and no warm instance.
 */
const HANDLERS = [
  {
    handler: 'Claim',
    id: 'CanaryHandlersClaimFunctionF733DC6D',
    timeout: 30,
    env: { ...RECORD, ...FUNCTION, ...LISTENER, ...EVENTS },
  },
  { handler: 'SmokeTest', id: 'CanaryHandlersSmokeTestFunction70BB5842', timeout: 60, env: FUNCTION },
  {
    handler: 'Shift',
    id: 'CanaryHandlersShiftFunctionCD73FA9D',
    timeout: 20,
    env: { ...RECORD, ...LISTENER, ...EVENTS },
  },
  {
    handler: 'Check',
    id: 'CanaryHandlersCheckFunction88AD8464',
    timeout: 30,
    env: { ...RECORD, ...FUNCTION, ...LISTENER, ...EVENTS },
  },
  { handler: 'Promote', id: 'CanaryHandlersPromoteFunctionA92CD378', timeout: 20, env: { ...RECORD, ...FUNCTION } },
  { handler: 'Revert', id: 'CanaryHandlersRevertFunction216F95B3', timeout: 20, env: { ...RECORD, ...FUNCTION } },
  { handler: 'GoOn', id: 'CanaryHandlersGoOnFunction9FB484CC', timeout: 20, env: RECORD },
  { handler: 'Close', id: 'CanaryHandlersCloseFunction0E800D86', timeout: 20, env: { ...RECORD, ...EVENTS } },
  {
    handler: 'RollBack',
    id: 'CanaryHandlersRollBackFunction612A0AAD',
    timeout: 20,
    env: { ...RECORD, ...FUNCTION, ...LISTENER, ...EVENTS },
  },
  {
    handler: 'Confirm',
    id: 'CanaryHandlersConfirmFunctionA5A6CDC3',
    timeout: 20,
    env: { ...RECORD, ...FUNCTION, ...LISTENER },
  },
  {
    handler: 'Watchdog',
    id: 'CanaryHandlersWatchdogFunction9E820576',
    timeout: 20,
    env: { ...RECORD, ...FUNCTION, ...LISTENER, ...EVENTS },
  },
] as const;

describe.each(HANDLERS)('the handler $handler', ({ handler, id, timeout, env }) => {
  const path = `Canary/Handlers/${handler}/Function`;
  const properties = synth.properties(path);

  it('keeps its logical id', () => {
    expect(synth.id(path)).toBe(id);
  });

  it('runs nodejs24.x on arm64 with 256 MB', () => {
    expect(properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: 256,
      Handler: 'index.handler',
    });
  });

  it(`is cut off after ${timeout} s`, () => {
    expect(properties['Timeout']).toBe(timeout);
  });

  it('gets exactly the environment that it reads', () => {
    expect(properties['Environment']).toEqual({ Variables: env });
  });

  it('logs JSON to a log group of its own, kept for one week', () => {
    expect(properties['LoggingConfig']).toEqual({
      LogFormat: 'JSON',
      LogGroup: synth.ref(`Canary/Handlers/${handler}/LogGroup`),
    });
    expect(synth.properties(`Canary/Handlers/${handler}/LogGroup`)['RetentionInDays']).toBe(7);
  });
});

describe('handlers', () => {
  it('are all above', () => {
    expect(HANDLERS.map(({ handler }) => handler)).toEqual(functionsOf(DEFAULT_PLAN).map(constructId));
  });

  it('each have code of their own', () => {
    const keys = HANDLERS.map(({ handler }) =>
      JSON.stringify(synth.properties(`Canary/Handlers/${handler}/Function`)['Code']),
    );
    expect(new Set(keys).size).toBe(HANDLERS.length);
  });

  it('that the machine invokes never refer to the machine', () => {
    const machine = synth.id('Canary/Rollout/Machine');
    for (const { handler } of HANDLERS)
      expect(JSON.stringify(synth.at(`Canary/Handlers/${handler}/Function`))).not.toContain(machine);
  });
});
