import { expect, it } from 'vitest';
import { releaseEvent, releaseEventSchema, type Announcement } from '../../rollout/release-event.ts';

const news: Announcement = {
  kind: 'rolled back',
  service: 'orders',
  rollout: { id: 'e1', version: '2', previousVersion: '1' },
  time: new Date('2026-01-05T09:00:00.000Z'),
  message: 'version 2 was rolled back',
};
const event = {
  eventId: 'e1:rolled-back',
  kind: 'rolled back',
  service: 'orders',
  rollout: 'e1',
  version: '2',
  previousVersion: '1',
  time: '2026-01-05T09:00:00.000Z',
  message: 'version 2 was rolled back',
};

it.each<[what: string, more: Partial<Announcement>, fields: object]>([
  ['once', {}, {}],
  ['with its name', { name: 'SmokeTestFailed' }, { name: 'SmokeTestFailed' }],
  ['with its weight', { kind: 'shifted', weight: 10 }, { kind: 'shifted', weight: 10, eventId: 'e1:shifted' }],
  [
    'once for each occasion',
    { kind: 'held', occasion: 'too few requests at 30' },
    { kind: 'held', eventId: 'e1:held:too-few-requests-at-30' },
  ],
])('a rollout announces each kind %s, by the same id however often it is sent', (_what, more, fields) => {
  const sent = releaseEvent({ ...news, ...more });
  expect(sent).toStrictEqual({ ...event, ...fields });
  expect(releaseEventSchema.parse(sent)).toEqual(sent);
});
