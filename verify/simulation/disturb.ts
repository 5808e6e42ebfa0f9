import { rollbackInputSchema } from '../../statemachine/contract/inputs.ts';
import type { Transition } from 'local-aws/states';
import { type Act, type Case, type Disturbance, type Moment } from './case.ts';
import { definitionFor } from './definitions.ts';
import type { Fate, PortCall, Surroundings } from './lambdas.ts';
import { CANARY_ALARM } from './alarm-names.ts';
import { writeByHand } from './others-listener.ts';
import { MACHINE, type Simulation } from './simulation.ts';
import { versionOf } from './trace.ts';

/** How long a call is held up so that what was set off at it gets as far as it can. */
const HELD_UP_MS = 1000;

export const executionArn = (name: string): string => `${MACHINE.replace(':stateMachine:', ':execution:')}:${name}`;

/** While it lasts, calls end so. */
interface Spell {
  readonly until: number;
  readonly fate: (call: PortCall) => Fate | undefined;
}

const placeKey = (fn: string, nth: number, index: number): string => `${fn}#${nth}.${index}`;

/** Brings a case's disturbances about, each at its moment, once. */
export class Disturber implements Surroundings {
  private readonly one: Case;
  private readonly order: ((label: string) => Promise<void>) | undefined;
  private readonly atCalls = new Map<string, Disturbance[]>();
  private readonly spells: Spell[] = [];
  private readonly onFirstCall: { readonly actor: string; readonly act: Act }[] = [];
  private simulation: Simulation | undefined;
  private calls = 0;
  private skewMs = 0;
  private starvedUntil = 0;
  /** How many are still to come at a time of their own. */
  private outstanding = 0;

  /** @param order decides which of several calls is next; the order of calling unless told */
  constructor(one: Case, order?: (label: string) => Promise<void>) {
    this.one = one;
    this.order = order;
    for (const disturbance of one.disturbances) {
      const { when } = disturbance;
      if (when.at !== 'call') continue;
      const key = placeKey(when.place.fn, when.place.nth, when.place.index);
      this.atCalls.set(key, [...(this.atCalls.get(key) ?? []), disturbance]);
    }
  }

  /** Those that wait for a time or a state; call it once, when nothing has run yet. */
  attach(simulation: Simulation): void {
    this.simulation = simulation;
    simulation.world.now = () => new Date(simulation.clock.now() + this.skewMs);
    for (const { when, act } of this.one.disturbances) {
      if (when.at === 'second') {
        this.outstanding++;
        simulation.clock.schedule(when.second * 1000, () => {
          this.outstanding--;
          this.bringAbout(act);
        });
      }
      if (when.at === 'state') this.atState(simulation, when, act);
    }
  }

  turn({ invocation, name }: PortCall): Promise<void> | undefined {
    return this.order?.(`${invocation.fn} ${name}`);
  }

  fate(call: PortCall): Fate {
    const { fn, nth, actor } = call.invocation;
    for (const waiting of this.onFirstCall.splice(0)) {
      if (waiting.actor === actor) this.bringAbout(waiting.act);
      else this.onFirstCall.push(waiting);
    }
    const latency = this.one.latencies?.[this.calls++ % this.one.latencies.length] ?? 0;
    let fate: Fate = { kind: 'passes', thereMs: latency };
    for (const { when, act } of this.atCalls.get(placeKey(fn, nth, call.index)) ?? []) {
      if (when.at !== 'call') continue;
      const next = this.atCall(call, when.moment, act);
      // Whatever else happens at this moment: who is dead goes on with nothing.
      if (fate.kind !== 'dies') fate = next;
    }
    return fate.kind === 'passes' ? (this.spell(call) ?? fate) : fate;
  }

  private atCall(call: PortCall, moment: 'before' | 'after', act: Act): Fate {
    if (act.do === 'kill') {
      this.note(
        `${call.invocation.fn} #${call.invocation.nth} is killed ${moment} ` +
          `${call.name}${act.landsAfterMs === undefined ? '' : `, which lands ${act.landsAfterMs} ms later`}`,
        this.now() + (act.landsAfterMs ?? 0),
      );
      return { kind: 'dies', when: moment, ...(act.landsAfterMs !== undefined && { landsAfterMs: act.landsAfterMs }) };
    }
    if (act.do === 'slow') {
      this.note(
        `${call.invocation.fn} #${call.invocation.nth} waits ${act.ms} ms ${moment} ${call.name}`,
        this.now() + act.ms,
      );
      return { kind: 'passes', ...(moment === 'before' ? { thereMs: act.ms } : { backMs: act.ms }) };
    }
    if (moment === 'after') return { kind: 'passes', backMs: HELD_UP_MS, landed: () => this.bringAbout(act) };
    this.bringAbout(act);
    return { kind: 'passes', thereMs: HELD_UP_MS };
  }

  private spell(call: PortCall): Fate | undefined {
    if (this.spells.length === 0) return undefined;
    const now = this.now();
    for (const { until, fate } of this.spells) {
      const found = now < until ? fate(call) : undefined;
      if (found) return found;
    }
    return undefined;
  }

  private atState(simulation: Simulation, when: Extract<Moment, { at: 'state' }>, act: Act): void {
    const arn = executionArn(when.execution);
    const undo = simulation.machines.onTransition((transition: Transition) => {
      if (transition.type !== 'entered' || transition.state !== when.state || transition.executionArn !== arn) return;
      undo();
      if (when.during) this.onFirstCall.push({ actor: arn, act });
      else queueMicrotask(() => this.bringAbout(act));
    });
  }

  private bringAbout(act: Act): void {
    const { simulation } = this;
    if (simulation === undefined) throw new Error('nothing to disturb yet');
    const seconds = act.do === 'refuse' || act.do === 'leave out' || act.do === 'starve' ? act.seconds : 0;
    this.note(describeAct(act), this.now() + seconds * 1000, act.do === 'starve');
    perform(act, simulation, this);
  }

  /** Whether something is still to come, or lasts. */
  get busy(): boolean {
    return this.outstanding > 0 || this.starved() || this.spells.some(({ until }) => until > this.now());
  }

  /** Lambda has no room from now on, for so long. */
  starve(seconds: number): void {
    this.starvedUntil = Math.max(this.starvedUntil, this.now() + seconds * 1000);
  }

  starved(): boolean {
    return this.now() < this.starvedUntil;
  }

  /** From now on, for so long. */
  cast(seconds: number, fate: Spell['fate']): void {
    this.spells.push({ until: this.now() + seconds * 1000, fate });
  }

  /** Every function's clock jumps. */
  jump(seconds: number): void {
    this.skewMs += seconds * 1000;
  }

  private now(): number {
    return this.simulation?.clock.now() ?? 0;
  }

  private note(how: string, until: number, harmless = false): void {
    this.simulation?.trace.add('search', { what: 'disturbed', how, until, ...(harmless && { harmless }) });
  }
}

function perform(act: Act, simulation: Simulation, disturber: Disturber): void {
  const { machines, trace, world } = simulation;
  switch (act.do) {
    case 'start': {
      // A name is given once; whoever starts it again is refused.
      if (exists(machines, act.name)) return;
      if (rollbackInputSchema.safeParse(act.input).success)
        simulation.ask('a person started a rollback', { actor: 'person' });
      return void simulation.start(act.input, act.name);
    }
    case 'abort':
      return ignoringUnknown(() => machines.stopExecution(executionArn(act.execution)));
    case 'redrive':
      return ignoringUnknown(() => machines.redriveExecution(executionArn(act.execution)));
    case 'message':
      return simulation.publish(JSON.stringify({ reason: 'prices are wrong' }));
    case 'alarm':
      return simulation.alarm(CANARY_ALARM);
    case 'watchdog':
      return void simulation.watchdog();
    case 'deploy':
      world.versions.add('10');
      return simulation.update(definitionFor(act.plan));
    case 'weights':
      world.writeWeights('person', { production: 100 - act.canary, canary: act.canary });
      return trace.add('person', {
        what: 'weights',
        weights: world.weights,
        record: world.record,
        canary: versionOf(world.aliases, 'canary'),
        redrives: 0,
      });
    case 'action':
      return writeByHand(simulation);
    case 'alias': {
      const from = versionOf(world.aliases, act.alias);
      world.moveAlias('person', act.alias, act.version);
      return trace.add('person', {
        what: 'alias',
        alias: act.alias,
        from,
        to: act.version,
        record: world.record,
        redrives: 0,
      });
    }
    case 'clock':
      return disturber.jump(act.seconds);
    case 'data plane':
      simulation.dataPlane.delays.weightsMs = act.seconds * 1000;
      return;
    case 'refuse':
      return disturber.cast(act.seconds, ({ name }) =>
        act.call === undefined || act.call === name ? refusal(act, name) : undefined,
      );
    case 'starve':
      return disturber.starve(act.seconds);
    case 'leave out':
      return disturber.cast(act.seconds, ({ name }) =>
        name === 'alarms.read' ? { kind: 'leaves out', alarm: act.alarm } : undefined,
      );
    case 'kill':
    case 'slow':
      throw new Error(`only a call can be so: ${act.do}`);
  }
}

function refusal({ error, effect }: Extract<Act, { do: 'refuse' }>, call: string): Fate {
  if (error === 'conflict' && (call === 'records.compareAndSet' || call === 'versions.pointAlias'))
    return { kind: 'conflicts' };
  return effect ? { kind: 'answer lost', error } : { kind: 'fails', error };
}

const exists = (machines: Simulation['machines'], name: string): boolean =>
  machines.listExecutions(MACHINE).some((execution) => execution.name === name);

/** Whoever aborts or redrives what is not there, or cannot be, is told so and nothing happens. */
function ignoringUnknown(act: () => unknown): void {
  try {
    act();
  } catch (error) {
    if (!/ExecutionDoesNotExist|ExecutionNotRedrivable/.test((error as Error).name)) throw error;
  }
}

export function describeAct(act: Act): string {
  switch (act.do) {
    case 'start':
      return `${act.name} is started with ${JSON.stringify(act.input)}`;
    case 'abort':
    case 'redrive':
      return `a person: ${act.do} ${act.execution}`;
    case 'kill':
    case 'slow':
      return act.do;
    case 'message':
      return 'a person publishes on the rollback topic';
    case 'alarm':
      return `${CANARY_ALARM} comes on`;
    case 'watchdog':
      return 'one more round of the watchdog';
    case 'deploy':
      return `deploy: a new version, and a machine with the ${act.plan} plan`;
    case 'weights':
      return `a person writes canary ${act.canary}`;
    case 'action':
      return 'a person writes another default action';
    case 'alias':
      return `a person moves ${act.alias} to version ${act.version}`;
    case 'clock':
      return `the clocks of the functions jump by ${act.seconds} s`;
    case 'data plane':
      return `the data plane takes ${act.seconds} s from now on`;
    case 'refuse':
      return (
        `${act.call ?? 'every call'} ${act.effect ? 'loses its answer' : 'is refused'} (${act.error}) for ` +
        `${act.seconds} s`
      );
    case 'starve':
      return `Lambda has no room for any function for ${act.seconds} s`;
    case 'leave out':
      return `DescribeAlarms leaves out ${act.alarm} for ${act.seconds} s`;
  }
}

export const describeCase = ({ about, disturbances, ...rest }: Case): string =>
  `${about} ${JSON.stringify({ ...rest, disturbances })}`;
