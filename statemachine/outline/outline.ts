import type { OutlineState, WaitState } from './states.ts';

/**
 * The machine that a plan makes, without its wiring: which states there are, in their order. History, timeouts, the
 * schedule, the price, the time left and the progress of a release are all figured from it.
 */
export interface Outline {
  /** A release that goes well, from its first state to its last. */
  readonly release: readonly Stage[];
  /** From its claim on. */
  readonly revert: Stage;
  readonly goOn: Stage;
  /** Only where the listener is one of others: it is adopted, or given back. */
  readonly listener?: Stage;
  readonly rollback: Stage;
  /** What the machine does of it by itself, again and again while Lambda refuses to run the roll-back function. */
  readonly withoutLambda: Stage;
  /** Where those ways end otherwise. */
  readonly otherwise: Stage;
  /** How often a rollout may be held at a weight, and for how long each time. */
  readonly holds: { readonly most: number; readonly seconds: number };
}

export interface Stage {
  readonly kind:
    | 'begin'
    | 'step'
    | 'promotion'
    | 'watch'
    | 'end'
    | 'revert'
    | 'go on'
    | 'listener'
    | 'rollback'
    | 'without Lambda'
    | 'otherwise';
  /** The canary's share of the requests meanwhile. */
  readonly weight: number;
  readonly parts: readonly Part[];
}

/** What follows one another in a stage. */
export type Part = OutlineState | Loop;

/** Waits and looks by turns, until a look says that it is over. */
export interface Loop {
  readonly type: 'loop';
  readonly begins: 'with a wait' | 'with a look';
  readonly wait: readonly OutlineState[];
  readonly look: readonly OutlineState[];
  /** In place of `wait` while a rollout is paused here. @default - the same */
  readonly paused?: WaitState;
  /** How long it goes on if all goes well. */
  readonly seconds: number;
  /** How long it may go on. */
  readonly mostSeconds: number;
}

/** The parts of these stages, one behind the other. */
export const partsOf = (stages: readonly Stage[]): readonly Part[] => stages.flatMap(({ parts }) => parts);

/** The states of one turn of a loop, in their order. */
export const turnOf = ({ begins, wait, look }: Loop): readonly OutlineState[] =>
  begins === 'with a wait' ? [...wait, ...look] : [...look, ...wait];

/** Every state of these parts once, in their order. */
export const statesOf = (parts: readonly Part[]): readonly OutlineState[] =>
  parts.flatMap((part) => (part.type === 'loop' ? [...turnOf(part), ...(part.paused ? [part.paused] : [])] : [part]));

/** The same loop as it turns while a rollout is paused. */
export const pausedLoop = (loop: Loop): Loop => (loop.paused === undefined ? loop : { ...loop, wait: [loop.paused] });

/** Every stage of the machine. */
export const stagesOf = ({
  release,
  revert,
  goOn,
  listener,
  rollback,
  withoutLambda,
  otherwise,
}: Outline): readonly Stage[] => [
  ...release,
  revert,
  goOn,
  ...(listener ? [listener] : []),
  rollback,
  withoutLambda,
  otherwise,
];

/** The same outline with each state of it changed. */
export function mapStates(outline: Outline, change: (state: OutlineState) => OutlineState): Outline {
  const ofPart = (part: Part): Part => (part.type === 'loop' ? ofLoop(part) : change(part));
  const ofLoop = ({ paused, ...loop }: Loop): Loop => {
    const changed = paused && change(paused);
    const pausing = changed?.type === 'wait' && { paused: changed };
    return { ...loop, wait: loop.wait.map(change), look: loop.look.map(change), ...pausing };
  };
  const ofStage = (stage: Stage): Stage => ({ ...stage, parts: stage.parts.map(ofPart) });
  return {
    ...outline,
    release: outline.release.map(ofStage),
    revert: ofStage(outline.revert),
    goOn: ofStage(outline.goOn),
    ...(outline.listener && { listener: ofStage(outline.listener) }),
    rollback: ofStage(outline.rollback),
    withoutLambda: ofStage(outline.withoutLambda),
    otherwise: ofStage(outline.otherwise),
  };
}
