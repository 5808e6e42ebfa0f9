import type { TimeBase } from './protocol.ts';

/**
 * Makes `Date` tell simulated time, however it is asked: `Date.now()`, `new Date()`, `Date()`. Timers and
 * `performance` stay on wall time: code runs, and times out, in wall time.
 * @returns sets the time that Date tells from now on
 */
export function simulateDate(base: TimeBase): (base: TimeBase) => void {
  const RealDate = Date;
  const wallNow = RealDate.now.bind(RealDate);
  let time = base;
  const now = () => Math.floor(time.start + (wallNow() - time.wallStart) * time.speed);
  const simulated = new Proxy(RealDate, {
    apply: () => new RealDate(now()).toString(),
    construct: (target, args: unknown[], newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as object,
    get: (target, property, receiver) => (property === 'now' ? now : Reflect.get(target, property, receiver)),
  });
  RealDate.prototype.constructor = simulated;
  globalThis.Date = simulated;
  return (newer) => {
    time = newer;
  };
}
