import type { Execution, StateMachines } from 'local-aws/states';
import type { Definition } from '../../../cli/story/definition.ts';
import { outlineIn, planIn } from '../../../cli/story/deployed.ts';
import { leftOf, type Stretch, stretchesOf } from '../../../cli/story/way.ts';
import { parseJson, textIn } from '../../../statemachine/contract/json-text.ts';
import { StateName } from '../../../statemachine/contract/names.ts';
import { parseStateName, type StateKind } from '../../../statemachine/contract/state-name.ts';
import type { ExecutionView } from '../model/protocol.ts';
import type { LegView, LookView, WaysView, WayView } from '../model/ways.ts';
import type { ConsoleService } from '../services.ts';

/** Where each service's release is on its way; of a history each event is read once. */
export class Ways {
  private readonly machines: Pick<StateMachines, 'machine' | 'execution'>;
  private readonly readers = new Map<string, WayReader>();
  private readonly planned = new Map<string, { readonly text: string; readonly legs: readonly LegView[] }>();

  constructor(machines: Pick<StateMachines, 'machine' | 'execution'>) {
    this.machines = machines;
  }

  /** @param execution what has the claim, or had it last */
  of({ machineArn }: Pick<ConsoleService, 'machineArn'>, execution: ExecutionView | undefined): WaysView {
    const next = this.next(machineArn);
    if (execution === undefined) return { next };
    let reader = this.readers.get(machineArn);
    if (reader?.arn !== execution.arn)
      this.readers.set(machineArn, (reader = new WayReader(this.machines.execution(execution.arn), execution.kind)));
    return { next, now: reader.read() };
  }

  private next(machineArn: string): readonly LegView[] {
    const { text } = this.machines.machine(machineArn).revision;
    const known = this.planned.get(machineArn);
    if (known?.text === text) return known.legs;
    const definition = definitionIn(text);
    const legs = legsOf(stretchesOf(outlineIn(definition)), approvalsIn(definition), new Map());
    this.planned.set(machineArn, { text, legs });
    return legs;
  }
}

const LOOKS: Readonly<Partial<Record<StateKind, LookView['of']>>> = {
  check: 'check',
  checkProduction: 'check',
  checkRevert: 'check',
  provision: 'provision',
  askBeforeUsers: 'hooks',
};

class WayReader {
  readonly arn: string;
  private readonly history: Execution['history'];
  private readonly outline: ReturnType<typeof outlineIn>;
  private readonly way: readonly Stretch[];
  private readonly fixed: Pick<WayView, 'settleSeconds' | 'holdSeconds' | 'extendSeconds' | 'endsEarly' | 'pauseEnds'>;
  private readonly approvals: ReadonlySet<number>;
  private readonly kind: 'release' | 'revert';
  private readonly entered = new Map<string, number>();
  private look: LookView | undefined;
  private compared: LookView | undefined;
  private state = '';
  private last = 0;

  constructor({ arn, history, revision }: Pick<Execution, 'arn' | 'history' | 'revision'>, kind: string) {
    const definition = definitionIn(revision.text);
    const { settleSeconds, holdSeconds, extendSeconds, compare, pauseEnds } = planIn(definition);
    this.arn = arn;
    this.history = history;
    this.kind = kind === 'revert' ? 'revert' : 'release';
    this.outline = outlineIn(definition);
    this.way = kind === 'revert' ? [] : stretchesOf(this.outline);
    this.approvals = approvalsIn(definition);
    const endsEarly = compare !== false && compare.endEarly;
    this.fixed = { settleSeconds, holdSeconds, extendSeconds, endsEarly, ...(pauseEnds === 'go on' && { pauseEnds }) };
  }

  read(): WayView {
    while (this.last < this.history.length) this.follow(this.history.event(++this.last, true));
    const { approvals, arn, compared, entered, fixed, look, way } = this;
    const at = (...states: readonly string[]) => states.map((state) => entered.get(state)).find((time) => time);
    const left = leftOf(this.outline, this.kind, entered);
    const movedAt = at(StateName.settlePromotion, StateName.settleRevert);
    const takenBackAt = at(StateName.rollBack);
    const closedAt = at(StateName.promoted, StateName.reverted);
    return {
      execution: arn,
      legs: legsOf(way, approvals, entered),
      ...fixed,
      ...(left && { left }),
      ...(look && { look }),
      ...(compared && { compared }),
      ...(movedAt !== undefined && { movedAt }),
      ...(takenBackAt !== undefined && { takenBackAt }),
      ...(closedAt !== undefined && { closedAt }),
    };
  }

  private follow(event: ReturnType<Execution['history']['event']>): void {
    const at = Math.round(event.timestamp.getTime());
    if (event.type.endsWith('StateEntered')) {
      this.state = textIn(event.stateEnteredEventDetails, 'name') ?? '';
      if (!this.entered.has(this.state)) this.entered.set(this.state, at);
    }
    const kind = parseStateName(this.state)?.kind ?? 'entry';
    const of = LOOKS[kind];
    if (event.type !== 'TaskSucceeded' || of === undefined) return;
    const output = parseJson(textIn(event['taskSucceededEventDetails'], 'output') ?? '');
    const answer = (output as { readonly Payload?: unknown } | undefined)?.Payload;
    const [message, verdict] = [textIn(answer, 'message'), textIn(answer, 'verdict')];
    const { reasons } = (answer ?? {}) as { readonly reasons?: unknown };
    this.look = {
      at,
      of,
      message: message ?? '',
      ...(verdict !== undefined && { verdict }),
      ...(Array.isArray(reasons) && { reasons: reasons.map(String) }),
    };
    if (kind === 'check') this.compared = this.look;
  }
}

const definitionIn = (text: string): Definition => JSON.parse(text) as Definition;

const approvalsIn = (definition: Definition): ReadonlySet<number> =>
  new Set(planIn(definition).steps.flatMap(({ approve, weight }) => (approve === true ? [weight] : [])));

function legsOf(
  way: readonly Stretch[],
  approvals: ReadonlySet<number>,
  entered: ReadonlyMap<string, number>,
): readonly LegView[] {
  return way.map(({ first, ...leg }) => {
    const beganAt = entered.get(first);
    return {
      ...leg,
      ...(leg.kind === 'watch' && { weight: 100 }),
      ...(leg.kind === 'step' && approvals.has(leg.weight) && { approve: true as const }),
      ...(beganAt !== undefined && { beganAt }),
    };
  });
}
