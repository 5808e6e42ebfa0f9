import type { CloudView } from '../../../local/console/model/protocol.ts';
import { sentence } from '../../../local/console/model/sentence.ts';
import type { WayView } from '../../../local/console/model/ways.ts';
import { execution, parts, record, way } from './views.ts';

/** A release that bakes at 30 % since 09:07, for tests of what is said of it. */

export const CLOUD: CloudView = { endpoint: '', region: '', services: [], releases: [] };
export const at = (time: string) => Date.parse(`2026-01-05T${time}Z`);
export const NOW = at('09:12:00');
export type Fields = Parameters<typeof parts>[0];

export const say = (fields: Fields, now = NOW) => sentence(CLOUD, parts(fields), { now });
export const WEIGHTS = [
  { at: at('09:00:30'), canary: 10 },
  { at: at('09:07:00'), canary: 30 },
];
/** At 30 % since 09:07, from where 15 minutes are left; 100 % is next, with 10 minutes less. */
export const bake = (fields: Partial<Omit<WayView, 'left'>> = {}): WayView =>
  way({ beganAt: { start: at('09:00:00'), 10: at('09:00:30'), 30: at('09:07:00') }, left: at('09:07:00'), ...fields });
export const running = (release: NonNullable<Fields['release']> = {}, now: WayView = bake()): Fields => ({
  release: { record: record(), weight: 30, ...release },
  executions: [execution()],
  weights: WEIGHTS,
  ways: { next: [], now },
});
