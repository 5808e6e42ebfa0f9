import type { AlarmState } from '../../rollout/alarms.ts';
import type { ExecutionStatus } from '../../rollout/execution.ts';
import type { HookEvent } from '../../handlers/protocol/hook-event.ts';
import type { NotAccepted } from '../../handlers/ports/lambda.ts';
import type { HookReply } from '../../rollout/hooks/reply.ts';
import type { AliasState } from '../../rollout/lambda/aliases.ts';
import type { AliasMinute, ComparedMinute, Sum } from '../../rollout/lambda/minutes.ts';
import type { Provisioned } from '../../rollout/lambda/provisioned.ts';
import type { Answer } from '../../rollout/lambda/smoke-test.ts';
import type { ClosedRollout, Groups, RolloutRecord } from '../../rollout/record/record.ts';
import type { ReleaseEvent } from '../../rollout/release-event.ts';
import type { ListenerRule, Target } from '../../rollout/listener/adoption.ts';
import { describeGroups } from '../../rollout/listener/groups.ts';
import { AT_REST, type Weights } from '../../rollout/weights.ts';
import { type Alias, type OwnedAlias, PREVIEW_ALIAS } from '../../statemachine/contract/names.ts';

/**
 * One call of a port, as a hook sees it: just before it takes effect, or just after, when its answer can still be lost.
 */
export interface Call {
  /** Whose ports were called. */
  readonly actor: string;
  /** `listener.write`, `records.compareAndSet`, … */
  readonly name: string;
  readonly moment: 'before' | 'after';
}

/** Runs at both moments of every call: it may pause it, run something else first, or fail it. */
export type Hook = (call: Call) => void | Promise<void>;

/** A line of what was written to the world, in order. */
export interface Written {
  readonly actor: string;
  readonly what: string;
  readonly at: string;
}

export interface WorldOptions {
  readonly now: () => Date;
  /** Published versions, the first of which all aliases point at; `['1', '2']` unless told. */
  readonly versions?: readonly string[];
  /** Whether testers have a way of their own; not unless told. */
  readonly preview?: boolean | undefined;
  /** How many environments a version gets; nobody knows of any unless told. */
  readonly provisionedConcurrency?: number | undefined;
  /** What a listener of others serves; the stack's own unless told. */
  readonly listener?: OthersListener | undefined;
}

/** A listener of others: target groups of its default action, and what is behind every group. */
export interface OthersListener {
  readonly action: Groups;
  readonly targets: readonly Target[];
  readonly rules?: readonly ListenerRule[];
  /** Aliases of its owner's, by name. */
  readonly aliases?: Readonly<Record<string, string>>;
  readonly protocol?: string;
}

/** The function of the service in memory. */
export const FUNCTION_NAME = 'orders';

/** A version's provisioned concurrency, and when it was asked for. */
interface Given {
  readonly concurrency: number;
  readonly at: Date;
}

function quiet(invocations: number, requests: number): AliasMinute {
  return { invocations, errors: 0, requests, serverErrors: 0, slower: [], slowerByFactor: [] };
}

/** A service and everything around it, in memory: what all actors share. */
export class World {
  /** What every clock of a function shows. */
  now: () => Date;
  readonly service = 'orders';
  /** Shows what `now` says, also when that is changed. */
  readonly clock = { now: () => this.now(), elapsedMs: () => this.now().getTime() };
  hook: Hook = () => {};

  weights: Weights = AT_REST;
  /** What others serve by the listener, where it is theirs. */
  others: OthersListener | undefined;
  /** The default action where that is not over our two groups; undefined while it is. */
  foreign: Groups | undefined;
  /** Default actions of others that were written over, and by whom. */
  readonly overwritten: { readonly actor: string; readonly action: Groups; readonly adopted: boolean }[] = [];
  /** When set, the listener's default action is no split over the two groups, and reading it fails with this. */
  unreadableListener: Error | undefined;
  record: RolloutRecord = { revision: 0 };
  /** When set, reading the record fails with this. */
  unreadableRecord: Error | undefined;
  readonly history = new Map<string, ClosedRollout>();
  readonly versions: Set<string>;
  /** Fields in which what is deployed differs from the newest version; none unless told. */
  unpublished: readonly string[] = [];
  readonly aliases: Map<OwnedAlias, AliasState>;
  readonly provisionedConcurrency: number | undefined;
  readonly provisioned = new Map<string, Given>();
  /** How long it takes until it is ready. */
  readySeconds = 50;
  /** The first version that got weight before its provisioned concurrency was ready, and when. */
  unready: { readonly version: string; readonly at: Date } | undefined;
  /** When set, a request for it is answered with this. */
  notAccepted: NotAccepted | undefined;
  /** When set, what was asked for fails with this. */
  provisioningFails: string | undefined;
  readonly alarms = new Map<string, AlarmState>();
  readonly executions = new Map<string, ExecutionStatus>();
  readonly announcements: ReleaseEvent[] = [];
  readonly metered: number[] = [];
  /** Everything that changed weights, aliases or the record, with who did it. */
  readonly written: Written[] = [];
  /** Told after every change of the weights or an alias. */
  changed: () => void = () => {};
  /** The version that answers behind an alias now; the one it points at unless told. */
  answering: (alias: Alias) => string = (alias) => this.alias(alias).version;
  private readonly moves = new Map<OwnedAlias, number>();
  /** Requests that an alias served between two times; 100 unless told. */
  requests: (alias: Alias, from: Date, to: Date) => number = () => 100;
  /** Those of which VPC Lattice counts an answer; all of them unless told. */
  answers: ((alias: Alias, from: Date, to: Date) => number) | undefined;
  /** Both sides by the minute: `requests` of each, all of them answered and none of them bad, unless told. */
  minutes: (from: Date, to: Date, proof?: 'with proof') => readonly ComparedMinute[] = (from, to) => {
    const first = Math.floor(from.getTime() / 60_000);
    const minutes = Math.max(0, Math.floor(to.getTime() / 60_000) - first);
    const sideOf = (alias: Alias, start: Date, end: Date): AliasMinute => {
      const invocations = this.requests(alias, start, end);
      return quiet(invocations, this.answers?.(alias, start, end) ?? invocations);
    };
    let end = new Date(first * 60_000);
    return Array.from({ length: minutes }, (_, i) => {
      const start = end;
      end = new Date((first + i + 1) * 60_000);
      return { start, canary: sideOf('canary', start, end), production: sideOf('production', start, end) };
    });
  };
  /** One sum of one side: what `requests` and `answers` say, and none of them bad. */
  count(side: 'canary' | 'production', sum: Sum, from: Date, to: Date): number {
    if (sum === 'invocations') return this.requests(side, from, to);
    return sum === 'requests' ? (this.answers ?? this.requests)(side, from, to) : 0;
  }

  /** How a hook answers; that it has succeeded unless told. */
  hookReply: (fn: string, event: HookEvent) => HookReply = () => ({
    kind: 'answered',
    payload: { hookStatus: 'SUCCEEDED' },
  });

  /** How a version answers; 200 unless told. */
  answer: (version: string, event: unknown) => Omit<Answer, 'executedVersion'> = () => ({
    payload: { isBase64Encoded: false, statusCode: 200, headers: {}, body: 'ok' },
  });

  constructor(options: WorldOptions) {
    const { now, versions = ['1', '2'], preview = false, provisionedConcurrency, listener } = options;
    const [first = '1'] = versions;
    this.now = now;
    this.others = listener;
    this.foreign = listener?.action;
    this.provisionedConcurrency = provisionedConcurrency;
    this.versions = new Set(versions);
    this.aliases = new Map(
      (['production', 'canary', 'previous', ...(preview ? ([PREVIEW_ALIAS] as const) : [])] as const).map((name) => [
        name,
        { version: first, revisionId: `${name}-1` },
      ]),
    );
  }

  /** Also what a request does that lands after its caller died. */
  writeWeights(actor: string, weights: Weights): void {
    const adopted = this.record.adopted !== undefined;
    if (this.foreign !== undefined) this.overwritten.push({ actor, action: this.foreign, adopted });
    this.foreign = undefined;
    this.weights = weights;
    this.unreadableListener = undefined;
    this.unready ??= this.unreadyNow();
    this.log(actor, `weights ${weights.production}/${weights.canary}`);
    this.changed();
  }

  /** The default action as others have it; also what a request does that lands after its caller died. */
  writeAction(actor: string, action: Groups): void {
    this.foreign = action;
    this.log(actor, `action ${describeGroups(action)}`);
    this.changed();
  }

  private unreadyNow(): World['unready'] {
    const { version } = this.alias('canary');
    if (this.provisionedConcurrency === undefined || this.weights.canary === 0) return undefined;
    if (version === this.alias('production').version || this.provisionedOf(version)?.status === 'ready')
      return undefined;
    return { version, at: this.now() };
  }

  alias(name: OwnedAlias): AliasState {
    const state = this.aliases.get(name);
    if (!state) throw new Error(`there is no alias ${name}`);
    return state;
  }

  get hasPreview(): boolean {
    return this.aliases.has(PREVIEW_ALIAS);
  }

  /** Compare-and-set, as Lambda does it. */
  pointAlias(actor: string, name: OwnedAlias, version: string, revisionId: string): boolean {
    if (this.alias(name).revisionId !== revisionId) return false;
    this.moveAlias(actor, name, version);
    return true;
  }

  moveAlias(actor: string, name: OwnedAlias, version: string): void {
    if (!this.versions.has(version)) throw new Error(`there is no version ${version}`);
    const moves = (this.moves.get(name) ?? 0) + 1;
    this.moves.set(name, moves);
    this.aliases.set(name, { version, revisionId: `${name}-${moves + 1}` });
    this.log(actor, `${name} ${version}`);
    this.changed();
  }

  /** Also what a request does that lands after its caller died. */
  provision(actor: string, version: string, concurrency: number): NotAccepted | undefined {
    if (this.notAccepted) return this.notAccepted;
    if (this.provisioned.get(version)?.concurrency !== concurrency)
      this.provisioned.set(version, { concurrency, at: this.now() });
    this.log(actor, `provisioned ${version}`);
    return undefined;
  }

  provisionedOf(version: string): Provisioned | undefined {
    const given = this.provisioned.get(version);
    if (given === undefined) return undefined;
    const { concurrency: requested, at } = given;
    const passed = (this.now().getTime() - at.getTime()) / 1000 >= this.readySeconds;
    if (!passed) return { status: 'in progress', requested, available: 0 };
    return this.provisioningFails === undefined
      ? { status: 'ready', requested, available: requested }
      : { status: 'failed', requested, available: 0, reason: this.provisioningFails };
  }

  takeBack(actor: string, version: string): void {
    if (this.provisioned.delete(version)) this.log(actor, `not provisioned ${version}`);
  }

  setAlarm(name: string, state: AlarmState['state'] = 'OK', since: Date = this.now()): void {
    this.alarms.set(name, {
      name,
      state,
      since,
      reason: state === 'ALARM' ? 'threshold crossed: 7 errors' : 'nothing to report',
    });
  }

  log(actor: string, what: string): void {
    this.written.push({ actor, what, at: this.now().toISOString() });
  }

  /** Weights as one writes them: `90/10`. */
  get split(): string {
    if (this.foreign !== undefined) return describeGroups(this.foreign);
    return `${this.weights.production}/${this.weights.canary}`;
  }

  /** Everything but who wrote when: what must be the same however often something was retried. */
  get state() {
    const { revision: _revision, ...record } = this.record;
    const aliases = Object.fromEntries([...this.aliases].map(([name, { version }]) => [name, version]));
    return {
      split: this.split,
      record,
      aliases,
      ...(this.provisioned.size > 0 && { provisioned: [...this.provisioned.keys()] }),
      history: Object.fromEntries(this.history),
      announced: [...new Set(this.announcements.map((event) => event.eventId))],
    };
  }
}
