import { describe, expect, it } from 'vitest';
import { sentence } from '../../../local/console/model/sentence.ts';
import { CONTROLS, type Steered } from '../../../local/console/page/steer-controls.ts';
import { recordView } from '../../../local/console/record-reader.ts';
import { newRollout } from '../../../rollout/claim/claim.ts';
import type { Pause } from '../../../rollout/pause/pause.ts';
import { REASONS } from '../../../rollout/pause/reasons.ts';
import { toldToGoOn, withPause } from '../../../rollout/pause/stored.ts';
import type { OpenRollout } from '../../../rollout/record/record.ts';
import { WHYS } from '../../rollout/pause/pauses.ts';
import { attributes } from './attributes.ts';

const CLOUD = { endpoint: '', region: '', services: [], releases: [] };
const partsOf = (rollout: OpenRollout) => ({
  release: {
    versions: [{ version: '2', release: '2.0.0' }],
    aliases: { production: '1', canary: '2' },
    weight: 30,
    planned: [30, 100],
    waysBack: [],
    record: recordView(attributes(rollout)),
  },
  executions: [],
  alarms: [],
  weights: [],
  ways: { next: [] },
});

const steered = (rollout: OpenRollout) =>
  ({ parts: partsOf(rollout), service: { machineArn: 'm' } }) as unknown as Steered;
const canBePaused = (rollout: OpenRollout) => CONTROLS.pause.possible(steered(rollout));
const told = (rollout: OpenRollout, promote = '') => CONTROLS.goOn.control(steered(rollout), { promote });
const canBeTold = (rollout: OpenRollout) => CONTROLS.goOn.possible(steered(rollout));

describe.each(WHYS)('a release that is paused because of: %s', (why) => {
  const { says } = REASONS[why];
  const pause: Pause = { at: 30, why, since: '2026-01-05T09:17:00.000Z', found: 'too quiet', told: false };
  const rollout = { ...newRollout('e', '2', '1', new Date('2026-01-05T09:00:00Z')), confirmedWeight: 30 };
  const paused = withPause(rollout, pause);

  it('is read from the record, and told in one sentence', () => {
    const { next, because } = says.console(pause);
    expect(recordView(attributes(paused)).pause).toEqual(pause);
    expect(sentence(CLOUD, partsOf(paused))).toEqual({
      tag: '2.0.0 waits for you',
      text: '30 % of users are on 2.0.0; the rest are on version 1.',
      next,
      because,
      tone: 'wait',
    });
  });

  it('can be told to go on, as a bake can, and once', () => {
    const atRest = { ...rollout, confirmedWeight: 0 };
    expect([atRest, rollout, paused, toldToGoOn(paused)].map(canBeTold)).toEqual([false, true, true, false]);
  });

  it('is told to go on where it is, or to the end; a bake by its weight', () => {
    expect(told(paused)).toEqual({ kind: 'goOn', machineArn: 'm' });
    expect(told(rollout, 'promote')).toEqual({ kind: 'goOn', machineArn: 'm', at: 30, promote: true });
  });

  it('is told by whom and why where somebody types it, with the weight that they saw', () => {
    const { fields } = CONTROLS.goOn;
    const typed = fields(steered(paused)).filter(({ optional }) => optional === true);
    expect(typed.map(({ name, value }) => [name, value])).toEqual([
      ['by', ''],
      ['reason', ''],
    ]);
    const own = { by: ' ann ', reason: 'looks good' };
    expect(CONTROLS.goOn.control(steered(paused), own)).toEqual({
      kind: 'goOn',
      machineArn: 'm',
      at: 30,
      by: 'ann',
      reason: 'looks good',
    });
  });

  it('cannot be paused again; a bake can', () => {
    expect([rollout, paused, toldToGoOn(paused)].map(canBePaused)).toEqual([true, false, false]);
  });
});
