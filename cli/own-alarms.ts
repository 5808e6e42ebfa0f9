/** Alarms on the rollbacks themselves: no release asks them, and while one is on nobody can count on a rollback. */
export function ownAlarms(service: string): readonly string[] {
  return [`rollback-undelivered-${service}`, `watchdog-errors-${service}`];
}
