import type { ReleaseEvent } from '../../../rollout/release-event.ts';

/** What somebody reads who gets the event by e-mail: what happened, of what, and where to look. */
export function emailText(event: ReleaseEvent): string {
  const { eventId, message, previousVersion, rollout, service, time, version, weight } = event;
  const rows: readonly (readonly [string, string])[] = [
    ['service', service],
    ['version', `${version}, before it ${previousVersion}`],
    ...(weight === undefined ? [] : [['weight', `${weight} % of requests go to it`] as const]),
    ['time', `${time.slice(0, 19).replace('T', ' ')} UTC`],
    ['release', rollout],
    ['event', eventId],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return [
    message,
    '',
    ...rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`),
    '',
    'What each announcement means, and what to do: RUNBOOK.md, "Announcements".',
    '',
  ].join('\n');
}
