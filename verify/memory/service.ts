import { createCheck } from '../../handlers/check.ts';
import { createClaim } from '../../handlers/claim.ts';
import { createClose } from '../../handlers/close.ts';
import { createConfirm } from '../../handlers/confirm.ts';
import { createGoOn } from '../../handlers/go-on.ts';
import { createListener } from '../../handlers/listener.ts';
import { createPromote } from '../../handlers/promote.ts';
import { createProvision } from '../../handlers/provision.ts';
import { createRevert } from '../../handlers/revert.ts';
import { createRollBack, createRollBackFromSns } from '../../handlers/roll-back.ts';
import { createShift } from '../../handlers/shift.ts';
import { createSmokeTest } from '../../handlers/smoke-test.ts';
import { createWatchdog } from '../../handlers/watchdog.ts';
import type { CheckArgs } from '../../statemachine/contract/rows/check.ts';
import type { CloseArgs } from '../../statemachine/contract/rows/close.ts';
import type { GoOnArgs } from '../../statemachine/contract/rows/go-on.ts';
import type { ListenerArgs } from '../../statemachine/contract/rows/listener.ts';
import { recordingLog } from './log.ts';
import { memoryPorts } from './ports.ts';
import { World, type WorldOptions } from './world.ts';

export const arn = (name: string) => `arn:aws:states:eu-central-1:111122223333:execution:rollout:${name}`;
export const CANARY_ALARMS = ['canary-errors', 'canary-duration'];
export const PRODUCTION_ALARMS = ['production-errors'];
export const START = new Date('2026-01-05T09:00:00.000Z');

export const ownTrigger = (error: string, cause: string) => ({ kind: 'own' as const, error, cause });
export const askedTrigger = (rollback: unknown) => ({ kind: 'asked' as const, input: { rollback } });
export const ended = (name: string, status = 'ABORTED') => ({
  event: { source: 'aws.states', detail: { executionArn: arn(name), status } },
});
export const alarmOn = (at: Date) => ({
  event: {
    source: 'aws.cloudwatch',
    detail: { alarmName: 'canary-errors', state: { value: 'ALARM', reason: '7 errors', timestamp: at.toISOString() } },
  },
});

/** One service in memory, at rest on version 1 with version 2 published, and a clock that moves when told to. */
export function memoryService(
  versions: readonly string[] = ['1', '2'],
  options: Omit<WorldOptions, 'now' | 'versions'> = {},
) {
  let time = START.getTime();
  const world = new World({ now: () => new Date(time), versions, ...options });
  const log = recordingLog();
  for (const name of [...CANARY_ALARMS, ...PRODUCTION_ALARMS]) world.setAlarm(name);

  /** The tasks of one execution, each with its usual arguments; calls appear to hooks as made by `name`. */
  function execution(name: string, { version = '2', previousVersion = '1', redrives = 0 } = {}) {
    const ports = memoryPorts(world, name);
    const execution = { id: arn(name), redrives };
    return {
      id: execution.id,
      claim: (input: unknown = { version }) =>
        createClaim(ports)({
          execution,
          input,
          newestVersion: version,
          weights: [10, 30, 50, 100],
          canaryAlarms: CANARY_ALARMS,
          productionAlarms: PRODUCTION_ALARMS,
        }),
      smokeTest: (alias: 'canary' | 'production' = 'canary') =>
        createSmokeTest(ports)({ execution, alias, version, path: '/health', answers: 3 }),
      provision: (concurrency = world.provisionedConcurrency ?? 1, onlyAsk?: true) =>
        createProvision(ports)({ execution, concurrency, ...(onlyAsk && { onlyAsk }) }),
      shift: (weight: number) => createShift(ports)({ execution, version, weight }),
      check: (over: Partial<CheckArgs> = {}) =>
        createCheck(ports)({
          execution,
          version,
          previousVersion,
          subject: 'canary',
          weight: world.weights.canary,
          shiftedAt: world.now().toISOString(),
          settleSeconds: 90,
          bakeSeconds: 300,
          extendSeconds: 600,
          minRequests: 1,
          alarms: over.subject === 'production' ? PRODUCTION_ALARMS : CANARY_ALARMS,
          ...over,
        }),
      goOn: (input: unknown = { goOn: true }, startedAt?: string, planned: Partial<GoOnArgs> = {}) =>
        createGoOn(ports)({
          execution: { ...execution, ...(startedAt !== undefined && { startedAt }) },
          input,
          ...planned,
        }),
      listener: (step: ListenerArgs['step'], input: unknown = { adopt: true }) =>
        createListener(ports)({ execution, input, step }),
      revert: () => createRevert(ports, log)({ execution, version, previousVersion }),
      promote: () => createPromote(ports)({ execution, version, previousVersion }),
      close: (outcome: CloseArgs['outcome'] = 'promoted', rollout = execution.id, note?: string) =>
        createClose(ports, log)({ execution, rollout, outcome, note }),
      rollBack: (
        trigger: Parameters<ReturnType<typeof createRollBack>>[0]['trigger'] = ownTrigger(
          'SmokeTestFailed',
          'it answered 500',
        ),
      ) => createRollBack(ports, log)({ execution, trigger }),
      confirm: (rollout = execution.id) => createConfirm(ports)({ execution, rollout }),
    };
  }

  const sns = createRollBackFromSns(memoryPorts(world, 'sns'), log);
  const watchdog = createWatchdog(memoryPorts(world, 'watchdog'), log);
  return {
    world,
    log,
    execution,
    /** Lets time pass. */
    pass: (seconds: number) => {
      time += seconds * 1000;
    },
    /** A message on the rollback topic, published now unless told. */
    message: (body: string, publishedAt = world.now()) =>
      sns({
        Records: [
          {
            EventSource: 'aws:sns',
            Sns: { MessageId: 'message-1', Message: body, Timestamp: publishedAt.toISOString() },
          },
        ],
      }),
    watchdog: () => watchdog(),
  };
}
export type MemoryService = ReturnType<typeof memoryService>;
export type MemoryExecution = ReturnType<MemoryService['execution']>;

/** How far a rollout can be brought, in order. */
export const STAGES = ['claimed', 'at 10', 'at 100', 'promoted', 'returned', 'closed'] as const;
export type Stage = (typeof STAGES)[number];

/** Brings a rollout up to a stage, as the machine would, and marks its execution as running. */
export async function bringTo({ world, pass }: MemoryService, execution: MemoryExecution, stage: Stage): Promise<void> {
  const steps: Record<Stage, () => Promise<unknown>> = {
    claimed: () => execution.claim(),
    'at 10': () => execution.shift(10),
    'at 100': () => execution.shift(100),
    promoted: () => execution.promote(),
    returned: () => execution.shift(0),
    closed: () => execution.close(),
  };
  world.executions.set(execution.id, 'RUNNING');
  for (const step of STAGES.slice(0, STAGES.indexOf(stage) + 1)) {
    await steps[step]();
    pass(90);
  }
}
