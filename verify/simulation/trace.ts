import type { AlarmState } from '../../rollout/alarms.ts';
import type { AliasState } from '../../rollout/lambda/aliases.ts';
import type { RolloutRecord } from '../../rollout/record/record.ts';
import type { ReleaseEvent } from '../../rollout/release-event.ts';
import type { Weights } from '../../rollout/weights.ts';
import { textIn } from '../../statemachine/contract/json-text.ts';
import type { HookPlace } from '../../statemachine/contract/hooks.ts';
import type { OwnedAlias } from '../../statemachine/contract/names.ts';
import type { EntryName } from '../handlers.ts';

/** Who did it: an execution's ARN, `sns`, `watchdog`, `person`, `deploy`. */
export type Actor = string;

/** What happened, as the invariants read it. */
export type Happening =
  | {
      readonly what: 'weights';
      readonly weights: Weights;
      readonly record: RolloutRecord;
      readonly canary: string;
      readonly redrives: number;
    }
  | {
      readonly what: 'alias';
      readonly alias: OwnedAlias;
      readonly from: string;
      readonly to: string;
      readonly record: RolloutRecord;
      readonly redrives: number;
    }
  | { readonly what: 'record'; readonly before: RolloutRecord; readonly after: RolloutRecord }
  | { readonly what: 'alarms'; readonly states: readonly AlarmState[] }
  | {
      readonly what: 'answer';
      readonly fn: EntryName;
      readonly payload: unknown;
      readonly result?: unknown;
      readonly error?: string;
      readonly message?: string;
    }
  | { readonly what: 'announced'; readonly event: ReleaseEvent }
  /** A hook was asked, and said that it has succeeded, or did something else. */
  | {
      readonly what: 'hook';
      readonly fn: string;
      readonly stage: HookPlace;
      readonly weight: number;
      readonly succeeded: boolean;
    }
  | { readonly what: 'entered'; readonly state: string }
  | { readonly what: 'ended'; readonly status: string; readonly error?: string }
  | { readonly what: 'started' | 'redriven' }
  /**
   * Somebody or something asks for a rollback of whatever is open: `rollout` is that, when there is one that it
   * concerns.
   */
  | { readonly what: 'asked'; readonly reason: string; readonly rollout?: string }
  /** What the search did to it. */
  | {
      readonly what: 'disturbed';
      readonly how: string;
      /** When it is over, where it lasts. */
      readonly until?: number;
      /** True for what may not keep a rollback from bringing users back while it lasts. */
      readonly harmless?: true;
    };

export type Entry = Happening & {
  /** Simulated milliseconds since the epoch. */
  readonly at: number;
  readonly actor: Actor;
};

/** Everything that happened, in order. */
export class Trace {
  readonly entries: Entry[] = [];
  private readonly now: () => number;

  constructor(now: () => number) {
    this.now = now;
  }

  add(actor: Actor, happening: Happening): void {
    this.entries.push({ ...happening, at: this.now(), actor });
  }
}

const nameOf = (actor: Actor): string => (actor.startsWith('arn:') ? (actor.split(':').at(-1) ?? actor) : actor);

/** One line an entry: simulated time, actor, what. */
export function timeline(trace: Trace, start: number): string {
  return trace.entries
    .map((entry) => `${clock(entry.at - start)}  ${nameOf(entry.actor).padEnd(12)}  ${describe(entry)}`)
    .join('\n');
}

const two = (n: number): string => String(n).padStart(2, '0');

/** Minutes, seconds and milliseconds since the beginning. */
function clock(ms: number): string {
  return `${two(Math.floor(ms / 60_000))}:${two(Math.floor(ms / 1000) % 60)}.${String(ms % 1000).padStart(3, '0')}`;
}

function describe(entry: Entry): string {
  switch (entry.what) {
    case 'weights':
      return `WEIGHTS production ${entry.weights.production}, canary ${entry.weights.canary}`;
    case 'alias':
      return `ALIAS ${entry.alias} from version ${entry.from} to ${entry.to}`;
    case 'record':
      return `record: ${describeRecord(entry.after)}`;
    case 'alarms':
      return `looked at the alarms: ${entry.states.map(({ name, state }) => `${name} ${state}`).join(', ')}`;
    case 'answer':
      return entry.error === undefined
        ? `${entry.fn}: ${textIn(entry.result, 'message') ?? JSON.stringify(entry.result)}`
        : `${entry.fn} FAILED, ${entry.error}: ${entry.message ?? ''}`;
    case 'hook':
      return `hook ${entry.stage} at ${entry.weight}: ${entry.succeeded ? 'succeeded' : 'has not succeeded'}`;
    case 'announced':
      return `announced "${entry.event.kind}"`;
    case 'entered':
      return `> ${entry.state}`;
    case 'ended':
      return `ENDED ${entry.status}${entry.error === undefined ? '' : `, ${entry.error}`}`;
    case 'asked': {
      const { rollout, reason } = entry;
      return `ASKS FOR A ROLLBACK of ${rollout === undefined ? 'nothing' : nameOf(rollout)}: ${reason}`;
    }
    case 'disturbed':
      return `*** ${entry.how}`;
    case 'started':
    case 'redriven':
      return entry.what;
  }
}

function describeRecord({ rollout, last }: RolloutRecord): string {
  if (rollout === undefined) return `at rest${last === undefined ? '' : `, ${nameOf(last.id)} was ${last.outcome}`}`;
  const rescuer = rollout.rescuer === undefined ? '' : `, looked after by ${nameOf(rollout.rescuer)}`;
  return (
    `${nameOf(rollout.id)} ${rollout.phase}, canary ${rollout.confirmedWeight} confirmed and ` +
    `${rollout.intendedWeight} intended${rescuer}`
  );
}

export const versionOf = (aliases: ReadonlyMap<OwnedAlias, AliasState>, alias: OwnedAlias): string =>
  aliases.get(alias)?.version ?? 'none';
