import { onBothSides, workload, type Workload } from './workload.ts';

/** Two minutes after the canary has all or nearly all requests, something both sides use fails so many answers. */
export function outage(errors: number, minutes: number): Workload {
  return workload(
    `outage of ${100 * errors} % for ${minutes} min in the last step`,
    'last step',
    {},
    (load, { atLast }) => (atLast >= 2 && atLast < 2 + minutes ? onBothSides(load, { errors }) : load),
  );
}

/** As in a batch at night: while the canary has all or nearly all requests everything takes so many times as long. */
export function slowdown(slowness: number): Workload {
  return workload(`all latencies x${slowness} in the last step`, 'last step', {}, (load, { atLast }) =>
    atLast >= 1 ? onBothSides(load, { slowness }) : load,
  );
}
