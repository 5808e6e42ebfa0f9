import type { AlarmView, ExecutionView, RecordView, ServiceParts } from '../../../local/console/model/protocol.ts';
import type { LegView, WayView } from '../../../local/console/model/ways.ts';

/** A release of version 2 that runs, unless told otherwise. */
export const execution = (fields: Partial<ExecutionView> = {}): ExecutionView => ({
  arn: fields.name ?? 'e',
  name: 'e',
  status: 'RUNNING',
  kind: 'release',
  version: '2',
  startedAt: 0,
  state: 'Bake at 30%',
  events: 1,
  ...fields,
});

export const ROLLED_BACK = {
  status: 'FAILED',
  state: 'Rolled back',
  error: 'CanaryRolledBack',
  closed: { outcome: 'rolled back' },
} as const;

export const alarm = (fields: Partial<AlarmView> = {}): AlarmView => ({
  name: 'canary-lattice-5xx-shop',
  label: 'canary-lattice-5xx',
  state: 'ALARM',
  reason: '',
  since: 0,
  threshold: 5,
  comparison: '',
  period: 60,
  points: [],
  ...fields,
});

export const record = (fields: Partial<RecordView> = {}): RecordView => ({
  execution: 'e',
  phase: 'advancing',
  version: '2',
  confirmedWeight: 30,
  intendedWeight: 30,
  ...fields,
});

/** 1.0.0 in production, 2.0.0 published. */
export const parts = ({
  release,
  ...fields
}: Partial<Omit<ServiceParts, 'release'>> & { readonly release?: Partial<ServiceParts['release']> }): ServiceParts => ({
  release: {
    versions: [
      { version: '1', release: '1.0.0' },
      { version: '2', release: '2.0.0' },
    ],
    aliases: { production: '1', canary: '1' },
    weight: 0,
    planned: [30, 100],
    waysBack: [],
    ...release,
  },
  executions: [],
  alarms: [],
  weights: [],
  ways: { next: [] },
  ...fields,
});

type Place = 'start' | 10 | 30 | 100 | 'promotion' | 'watch';
const LEGS: readonly (Pick<LegView, 'kind' | 'weight' | 'seconds' | 'left'> & { readonly place: Place })[] = [
  { place: 'start', kind: 'begin', weight: 0, seconds: 0, left: 1_620 },
  { place: 10, kind: 'step', weight: 10, seconds: 420, left: 1_620 },
  { place: 30, kind: 'step', weight: 30, seconds: 420, left: 1_200 },
  { place: 100, kind: 'step', weight: 100, seconds: 300, left: 780 },
  { place: 'promotion', kind: 'promotion', weight: 100, seconds: 180, left: 480 },
  { place: 'watch', kind: 'watch', weight: 100, seconds: 300, left: 300 },
];

/** Of release `e`: 7 minutes at 10 % and at 30 %, 5 at 100 %, 3 to promote, 5 to watch; an hour for a word. */
export function way({
  beganAt = {},
  left,
  ...fields
}: Partial<Omit<WayView, 'left'>> & {
  readonly beganAt?: Readonly<Partial<Record<Place, number>>>;
  /** When the last of them began. */
  readonly left?: number;
}): WayView {
  const legs = LEGS.map(({ place, ...leg }) => {
    const began = beganAt[place];
    return { ...leg, ...(began !== undefined && { beganAt: began }) };
  });
  const last = legs.findLast((leg) => leg.beganAt !== undefined);
  return {
    execution: 'e',
    legs,
    settleSeconds: 90,
    holdSeconds: 3_600,
    extendSeconds: 600,
    endsEarly: false,
    ...(left !== undefined && { left: { at: left, seconds: last?.left ?? 0 } }),
    ...fields,
  };
}
