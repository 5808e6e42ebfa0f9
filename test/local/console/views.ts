import type { AlarmView, ExecutionView, RecordView, ServiceParts } from '../../../local/console/model/protocol.ts';

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
  ...fields,
});
