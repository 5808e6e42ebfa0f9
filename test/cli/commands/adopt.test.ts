import { describe, expect, it } from 'vitest';
import { weightFindings } from '../../../cli/doctor/traffic-findings.ts';
import { serviceIn } from '../../../cli/services.ts';
import { titleOf } from '../../../cli/watch/title.ts';
import { outcomeOf } from '../../../cli/watch/outcome.ts';
import type { Adopted, RolloutRecord } from '../../../rollout/record/record.ts';
import { StateName } from '../../../statemachine/contract/names.ts';
import { outputsOf } from '../support/fake-cloud.ts';

const OTHERS = serviceIn({ ...outputsOf(), AdoptCommand: 'aws …' }, 'ShopStack');
const COMMANDS = { aws: 'aws', own: (command: string) => `canary ${command}` };
const AT = '2026-01-05T09:00:00.000Z';
const ADOPTED: Adopted = { listener: OTHERS.listenerId, at: AT, by: 'one', version: '3', before: { 'tg-old': 100 } };
const found = (record: RolloutRecord, weights?: { production: number; canary: number }) =>
  weightFindings(weights, record, OTHERS, COMMANDS).map(({ text, mend }) => [text, ...mend]);

describe('doctor, behind a listener of others,', () => {
  it('says to adopt it, and never to write over what is there', () => {
    const [[text, ...mend] = []] = found({ revision: 1 });
    expect(text).toMatch(/is not adopted/);
    expect(mend).toEqual(['canary adopt --watch']);
  });

  it('says that somebody else has written it, and nothing that writes over that', () => {
    const [[text, ...mend] = []] = found({ revision: 1, adopted: ADOPTED });
    expect(text).toMatch(/a-default-action-that-is-not-ours/);
    expect(mend.join()).not.toContain('update-listener');
  });

  it('looks at the weights as anywhere once it is adopted', () => {
    expect(found({ revision: 1, adopted: ADOPTED }, { production: 100, canary: 0 })).toEqual([]);
    expect(found({ revision: 1, adopted: ADOPTED }, { production: 90, canary: 10 })[0]?.[1]).toContain(
      'update-listener',
    );
  });
});

describe('an adoption', () => {
  const closed = {
    id: 'one',
    outcome: 'promoted',
    listener: 'adopt',
    version: '3',
    previousVersion: '1',
    claimedAt: AT,
    closedAt: AT,
  } as const;

  it('that went through is no promotion', () => {
    expect(outcomeOf({ status: 'SUCCEEDED' }, StateName.listenerChanged, closed)).toMatchObject({
      status: 0,
      text: 'the default action of the listener is as asked for',
    });
  });

  it('that was undone is no version that was rolled back', () => {
    const { text } = outcomeOf({ status: 'FAILED', error: 'CanaryRolledBack' }, '', {
      ...closed,
      outcome: 'rolled back',
      reason: 'an abort',
    });
    expect(text).toBe('the listener was not adopted, its default action is as it was: an abort');
  });

  it('is called what it is while it is watched', () => {
    expect(titleOf({ ...closed }, { kind: 'advancing' })).toBe('Listener that serves version 3 is adopted');
  });
});
