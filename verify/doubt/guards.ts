import type { Ports } from '../../handlers/ports/index.ts';
import type { AliasMinute } from '../../rollout/lambda/minutes.ts';
import { StateName } from '../../statemachine/contract/names.ts';
import { deciding, over, told, type Plant } from '../plants/plant.ts';
import { ageless } from '../plants/payloads.ts';
import { missingIsHealthy } from '../plants/ports.ts';

/** A rule that keeps a release safe where a belief does not hold; the doubt must show what it is there for. */
export interface Guard {
  readonly guard: string;
  readonly leftOut: Plant;
  /** Ids of the doubt and the scenario that find it. */
  readonly doubt: string;
  readonly scenario: string;
}

const answered = (side: AliasMinute): AliasMinute =>
  side.requests === 0 ? { ...side, requests: side.invocations } : side;

/** Takes a target group that counts nothing for one without errors. */
const silenceIsHealth = (ports: Ports): Ports => ({
  ...ports,
  minutes: {
    ...ports.minutes,
    read: async (...asked) =>
      (await ports.minutes.read(...asked)).map((minute) => ({
        ...minute,
        canary: answered(minute.canary),
        production: answered(minute.production),
      })),
  },
});

/** Believes what is published of a minute, whatever there is still to come. */
const asksForNoProof = (ports: Ports): Ports => ({
  ...ports,
  minutes: {
    ...ports.minutes,
    read: (from, to, times, factor, metrics) => ports.minutes.read(from, to, times, factor, metrics),
  },
});

/** No state waits for this error any more. */
const unawaited =
  (error: string) =>
  (definition: string): string => {
    const without = definition.replaceAll(JSON.stringify(error), '"Nothing.Waits.For.This"');
    if (without === definition) throw new Error(`the definition does not name ${error}`);
    return without;
  };

export const GUARDS: readonly Guard[] = [
  {
    guard: 'a source that counts nothing is a doubt',
    leftOut: { functions: over(['check'], silenceIsHealth) },
    doubt: 'silent-target-groups',
    scenario: 'answers 500',
  },
  {
    guard: 'an alarm that does not answer is a doubt',
    leftOut: { functions: over(['check'], missingIsHealthy) },
    doubt: 'alarm-renamed',
    scenario: 'is wrong from half of the requests on',
  },
  {
    guard: 'the watchdog finds what no event tells of',
    leftOut: { watchdog: false },
    doubt: 'events-lost',
    scenario: 'aborted',
  },
  {
    guard: 'a message rolls back no release that began after it',
    leftOut: { functions: told(['sns'], ageless) },
    doubt: 'events-late',
    scenario: 'throws, and another release follows',
  },
  {
    guard: 'a rollback that Lambda refuses revokes the claim first',
    leftOut: { definition: deciding(StateName.whoseRollout, '{% false %}') },
    doubt: 'no-concurrency',
    scenario: 'throws from half of the requests on',
  },
  {
    guard: 'who condemns looks at minutes that are all there',
    leftOut: { functions: over(['check'], asksForNoProof) },
    doubt: 'production-late',
    scenario: 'held and let go on',
  },
  {
    guard: 'a version that is not ready is waited for',
    leftOut: { definition: unawaited('CodeArtifactUserPendingException') },
    doubt: 'version-pending',
    scenario: 'healthy',
  },
  {
    guard: 'a conflict on the listener is waited for',
    leftOut: { definition: unawaited('ConflictException') },
    doubt: 'listener-conflicts',
    scenario: 'healthy',
  },
];
