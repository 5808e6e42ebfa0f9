import { describe, expect, it } from 'vitest';
import { newRollout } from '../../../rollout/claim/claim.ts';
import { toldToGoOn, toldToPause, withPause } from '../../../rollout/pause/stored.ts';
import { closeRollout } from '../../../rollout/record/changes.ts';
import type { OpenRollout } from '../../../rollout/record/record.ts';

const NOW = new Date('2026-01-05T09:16:30.000Z');
const at = (confirmedWeight: number, rollout: OpenRollout): OpenRollout => ({ ...rollout, confirmedWeight });
const claimed = newRollout('a', '2', '1', NOW);
const ann = { execution: 'arn:1', by: 'ann', reason: 'seen', promote: false };

describe('who let a rollout on', () => {
  it('is kept at every weight, past the pauses that come, and in the closed rollout', () => {
    const pause = { at: 30, why: 'too few requests', since: NOW.toISOString(), told: false } as const;
    const once = toldToGoOn(at(10, claimed), ann);
    const twice = toldToGoOn(withPause(at(30, once), pause), { execution: 'arn:2', promote: true });
    const letOn = {
      '10': { execution: 'arn:1', by: 'ann', reason: 'seen' },
      '30': { execution: 'arn:2', promote: true },
    };
    expect(twice.letOn).toEqual(letOn);
    for (const outcome of ['promoted', 'rolled back'] as const)
      expect(closeRollout(twice, outcome, NOW).letOn).toEqual(letOn);
  });

  it('is the later of two at one weight', () => {
    const twice = toldToGoOn(toldToGoOn(at(10, claimed), ann), { execution: 'arn:2', promote: false });
    expect(twice.letOn).toEqual({ '10': { execution: 'arn:2' } });
  });

  it('is nobody once that is withdrawn by a pause, and whoever let it on before remains', () => {
    const once = toldToGoOn(at(10, claimed), ann);
    expect(toldToPause(once, NOW.toISOString(), 'arn:3')).not.toHaveProperty('letOn');
    const later = toldToGoOn(at(30, once), { execution: 'arn:2', promote: false });
    expect(toldToPause(later, NOW.toISOString(), 'arn:3').letOn).toEqual(once.letOn);
  });

  it('is not in what nobody let on', () => {
    expect(closeRollout(claimed, 'promoted', NOW)).not.toHaveProperty('letOn');
    expect(toldToGoOn(at(10, claimed))).not.toHaveProperty('letOn');
  });
});
